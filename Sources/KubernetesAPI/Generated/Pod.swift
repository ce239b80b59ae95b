// swift-format-ignore-file
// Made by Tools/generate-kubernetes-types.
import JSON

/// `Pod` of core/v1.
public struct Pod: KubernetesObject {
    public static var resourceType: ResourceType { .pods }
    public var kind = "Pod"
    public var apiVersion = "v1"
    public var metadata = ObjectMeta()
    public var spec = PodSpec()
    public var status = PodStatus()
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        fields.readIfSet("kind", &kind)
        fields.readIfSet("apiVersion", &apiVersion)
        metadata = fields.read("metadata")
        spec = fields.read("spec")
        status = fields.read("status")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 5)
        fields.putUnlessZero("kind", kind)
        fields.putUnlessZero("apiVersion", apiVersion)
        fields.putUnlessZero("metadata", metadata)
        fields.putUnlessZero("spec", spec)
        fields.putUnlessZero("status", status)
        return fields.object
    }
}

/// `PodSpec` of core/v1.
public struct PodSpec: APIType {
    public var volumes: [Volume] = []
    public var initContainers: [Container] = []
    public var containers: [Container] = []
    public var ephemeralContainers: [EphemeralContainer] = []
    public var restartPolicy = RestartPolicy()
    public var terminationGracePeriodSeconds: Int64?
    public var activeDeadlineSeconds: Int64?
    public var dnsPolicy = DNSPolicy()
    public var nodeSelector: [String: String] = [:]
    public var serviceAccountName = ""
    public var serviceAccount = ""
    public var automountServiceAccountToken: Bool?
    public var nodeName = ""
    public var hostNetwork = false
    public var hostPID = false
    public var hostIPC = false
    public var shareProcessNamespace: Bool?
    @Boxed public var securityContext: PodSecurityContext?
    public var imagePullSecrets: [LocalObjectReference] = []
    public var hostname = ""
    public var subdomain = ""
    public var affinity: JSONValue?
    public var schedulerName = ""
    public var tolerations: [Toleration] = []
    public var hostAliases: [HostAlias] = []
    public var priorityClassName = ""
    public var priority: Int32?
    @Boxed public var dnsConfig: PodDNSConfig?
    public var readinessGates: [PodReadinessGate] = []
    public var runtimeClassName: String?
    public var enableServiceLinks: Bool?
    public var preemptionPolicy: PreemptionPolicy?
    public var overhead: [String: Quantity] = [:]
    public var topologySpreadConstraints: [JSONValue] = []
    public var setHostnameAsFQDN: Bool?
    @Boxed public var os: PodOS?
    public var hostUsers: Bool?
    public var schedulingGates: [PodSchedulingGate] = []
    public var resourceClaims: [JSONValue] = []
    @Boxed public var resources: ResourceRequirements?
    public var hostnameOverride: String?
    public var schedulingGroup: JSONValue?
    /// Alpha in Kubernetes 1.37.
    public var evictionResponders: [JSONValue] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        volumes = fields.read("volumes")
        initContainers = fields.read("initContainers")
        containers = fields.read("containers")
        ephemeralContainers = fields.read("ephemeralContainers")
        restartPolicy = fields.read("restartPolicy")
        terminationGracePeriodSeconds = fields.read("terminationGracePeriodSeconds")
        activeDeadlineSeconds = fields.read("activeDeadlineSeconds")
        dnsPolicy = fields.read("dnsPolicy")
        nodeSelector = fields.read("nodeSelector")
        serviceAccountName = fields.read("serviceAccountName")
        serviceAccount = fields.read("serviceAccount")
        automountServiceAccountToken = fields.read("automountServiceAccountToken")
        nodeName = fields.read("nodeName")
        hostNetwork = fields.read("hostNetwork")
        hostPID = fields.read("hostPID")
        hostIPC = fields.read("hostIPC")
        shareProcessNamespace = fields.read("shareProcessNamespace")
        securityContext = fields.read("securityContext")
        imagePullSecrets = fields.read("imagePullSecrets")
        hostname = fields.read("hostname")
        subdomain = fields.read("subdomain")
        affinity = fields.read("affinity")
        schedulerName = fields.read("schedulerName")
        tolerations = fields.read("tolerations")
        hostAliases = fields.read("hostAliases")
        priorityClassName = fields.read("priorityClassName")
        priority = fields.read("priority")
        dnsConfig = fields.read("dnsConfig")
        readinessGates = fields.read("readinessGates")
        runtimeClassName = fields.read("runtimeClassName")
        enableServiceLinks = fields.read("enableServiceLinks")
        preemptionPolicy = fields.read("preemptionPolicy")
        overhead = fields.read("overhead")
        topologySpreadConstraints = fields.read("topologySpreadConstraints")
        setHostnameAsFQDN = fields.read("setHostnameAsFQDN")
        os = fields.read("os")
        hostUsers = fields.read("hostUsers")
        schedulingGates = fields.read("schedulingGates")
        resourceClaims = fields.read("resourceClaims")
        resources = fields.read("resources")
        hostnameOverride = fields.read("hostnameOverride")
        schedulingGroup = fields.read("schedulingGroup")
        evictionResponders = fields.read("evictionResponders")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 43)
        fields.putUnlessZero("volumes", volumes)
        fields.putUnlessZero("initContainers", initContainers)
        fields.put("containers", containers)
        fields.putUnlessZero("ephemeralContainers", ephemeralContainers)
        fields.putUnlessZero("restartPolicy", restartPolicy)
        fields.putIfSet("terminationGracePeriodSeconds", terminationGracePeriodSeconds)
        fields.putIfSet("activeDeadlineSeconds", activeDeadlineSeconds)
        fields.putUnlessZero("dnsPolicy", dnsPolicy)
        fields.putUnlessZero("nodeSelector", nodeSelector)
        fields.putUnlessZero("serviceAccountName", serviceAccountName)
        fields.putUnlessZero("serviceAccount", serviceAccount)
        fields.putIfSet("automountServiceAccountToken", automountServiceAccountToken)
        fields.putUnlessZero("nodeName", nodeName)
        fields.putUnlessZero("hostNetwork", hostNetwork)
        fields.putUnlessZero("hostPID", hostPID)
        fields.putUnlessZero("hostIPC", hostIPC)
        fields.putIfSet("shareProcessNamespace", shareProcessNamespace)
        fields.putIfSet("securityContext", securityContext)
        fields.putUnlessZero("imagePullSecrets", imagePullSecrets)
        fields.putUnlessZero("hostname", hostname)
        fields.putUnlessZero("subdomain", subdomain)
        fields.putIfSet("affinity", affinity)
        fields.putUnlessZero("schedulerName", schedulerName)
        fields.putUnlessZero("tolerations", tolerations)
        fields.putUnlessZero("hostAliases", hostAliases)
        fields.putUnlessZero("priorityClassName", priorityClassName)
        fields.putIfSet("priority", priority)
        fields.putIfSet("dnsConfig", dnsConfig)
        fields.putUnlessZero("readinessGates", readinessGates)
        fields.putIfSet("runtimeClassName", runtimeClassName)
        fields.putIfSet("enableServiceLinks", enableServiceLinks)
        fields.putIfSet("preemptionPolicy", preemptionPolicy)
        fields.putUnlessZero("overhead", overhead)
        fields.putUnlessZero("topologySpreadConstraints", topologySpreadConstraints)
        fields.putIfSet("setHostnameAsFQDN", setHostnameAsFQDN)
        fields.putIfSet("os", os)
        fields.putIfSet("hostUsers", hostUsers)
        fields.putUnlessZero("schedulingGates", schedulingGates)
        fields.putUnlessZero("resourceClaims", resourceClaims)
        fields.putIfSet("resources", resources)
        fields.putIfSet("hostnameOverride", hostnameOverride)
        fields.putIfSet("schedulingGroup", schedulingGroup)
        fields.putUnlessZero("evictionResponders", evictionResponders)
        return fields.object
    }
}

/// `RestartPolicy` of core/v1.
public struct RestartPolicy: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let always = Self(rawValue: "Always")
    public static let onFailure = Self(rawValue: "OnFailure")
    public static let never = Self(rawValue: "Never")
}

/// `DNSPolicy` of core/v1.
public struct DNSPolicy: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let clusterFirstWithHostNet = Self(rawValue: "ClusterFirstWithHostNet")
    public static let clusterFirst = Self(rawValue: "ClusterFirst")
    public static let `default` = Self(rawValue: "Default")
    public static let noneValue = Self(rawValue: "None")
}

/// `PodSecurityContext` of core/v1.
public struct PodSecurityContext: APIType {
    @Boxed public var seLinuxOptions: SELinuxOptions?
    public var windowsOptions: JSONValue?
    public var runAsUser: Int64?
    public var runAsGroup: Int64?
    public var runAsNonRoot: Bool?
    public var supplementalGroups: [Int64] = []
    public var supplementalGroupsPolicy: SupplementalGroupsPolicy?
    public var fsGroup: Int64?
    public var sysctls: [Sysctl] = []
    public var fsGroupChangePolicy: PodFSGroupChangePolicy?
    @Boxed public var seccompProfile: SeccompProfile?
    @Boxed public var appArmorProfile: AppArmorProfile?
    public var seLinuxChangePolicy: PodSELinuxChangePolicy?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        seLinuxOptions = fields.read("seLinuxOptions")
        windowsOptions = fields.read("windowsOptions")
        runAsUser = fields.read("runAsUser")
        runAsGroup = fields.read("runAsGroup")
        runAsNonRoot = fields.read("runAsNonRoot")
        supplementalGroups = fields.read("supplementalGroups")
        supplementalGroupsPolicy = fields.read("supplementalGroupsPolicy")
        fsGroup = fields.read("fsGroup")
        sysctls = fields.read("sysctls")
        fsGroupChangePolicy = fields.read("fsGroupChangePolicy")
        seccompProfile = fields.read("seccompProfile")
        appArmorProfile = fields.read("appArmorProfile")
        seLinuxChangePolicy = fields.read("seLinuxChangePolicy")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 13)
        fields.putIfSet("seLinuxOptions", seLinuxOptions)
        fields.putIfSet("windowsOptions", windowsOptions)
        fields.putIfSet("runAsUser", runAsUser)
        fields.putIfSet("runAsGroup", runAsGroup)
        fields.putIfSet("runAsNonRoot", runAsNonRoot)
        fields.putUnlessZero("supplementalGroups", supplementalGroups)
        fields.putIfSet("supplementalGroupsPolicy", supplementalGroupsPolicy)
        fields.putIfSet("fsGroup", fsGroup)
        fields.putUnlessZero("sysctls", sysctls)
        fields.putIfSet("fsGroupChangePolicy", fsGroupChangePolicy)
        fields.putIfSet("seccompProfile", seccompProfile)
        fields.putIfSet("appArmorProfile", appArmorProfile)
        fields.putIfSet("seLinuxChangePolicy", seLinuxChangePolicy)
        return fields.object
    }
}

/// `SupplementalGroupsPolicy` of core/v1.
public struct SupplementalGroupsPolicy: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let merge = Self(rawValue: "Merge")
    public static let strict = Self(rawValue: "Strict")
}

/// `Sysctl` of core/v1.
public struct Sysctl: APIType {
    public var name = ""
    public var value = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        value = fields.read("value")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.put("name", name)
        fields.put("value", value)
        return fields.object
    }
}

/// `PodFSGroupChangePolicy` of core/v1.
public struct PodFSGroupChangePolicy: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let onRootMismatch = Self(rawValue: "OnRootMismatch")
    public static let always = Self(rawValue: "Always")
}

/// `PodSELinuxChangePolicy` of core/v1.
public struct PodSELinuxChangePolicy: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let recursive = Self(rawValue: "Recursive")
    public static let mountOption = Self(rawValue: "MountOption")
}

/// `LocalObjectReference` of core/v1.
public struct LocalObjectReference: APIType {
    public var name = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 1)
        fields.putUnlessZero("name", name)
        return fields.object
    }
}

/// `Toleration` of core/v1.
public struct Toleration: APIType {
    public var key = ""
    public var `operator` = TolerationOperator()
    public var value = ""
    public var effect = TaintEffect()
    public var tolerationSeconds: Int64?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        key = fields.read("key")
        `operator` = fields.read("operator")
        value = fields.read("value")
        effect = fields.read("effect")
        tolerationSeconds = fields.read("tolerationSeconds")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 5)
        fields.putUnlessZero("key", key)
        fields.putUnlessZero("operator", `operator`)
        fields.putUnlessZero("value", value)
        fields.putUnlessZero("effect", effect)
        fields.putIfSet("tolerationSeconds", tolerationSeconds)
        return fields.object
    }
}

/// `TolerationOperator` of core/v1.
public struct TolerationOperator: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let exists = Self(rawValue: "Exists")
    public static let equal = Self(rawValue: "Equal")
    public static let lt = Self(rawValue: "Lt")
    public static let gt = Self(rawValue: "Gt")
}

/// `TaintEffect` of core/v1.
public struct TaintEffect: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let noSchedule = Self(rawValue: "NoSchedule")
    public static let preferNoSchedule = Self(rawValue: "PreferNoSchedule")
    public static let noExecute = Self(rawValue: "NoExecute")
}

/// `HostAlias` of core/v1.
public struct HostAlias: APIType {
    public var ip = ""
    public var hostnames: [String] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        ip = fields.read("ip")
        hostnames = fields.read("hostnames")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.put("ip", ip)
        fields.putUnlessZero("hostnames", hostnames)
        return fields.object
    }
}

/// `PodDNSConfig` of core/v1.
public struct PodDNSConfig: APIType {
    public var nameservers: [String] = []
    public var searches: [String] = []
    public var options: [PodDNSConfigOption] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        nameservers = fields.read("nameservers")
        searches = fields.read("searches")
        options = fields.read("options")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.putUnlessZero("nameservers", nameservers)
        fields.putUnlessZero("searches", searches)
        fields.putUnlessZero("options", options)
        return fields.object
    }
}

/// `PodDNSConfigOption` of core/v1.
public struct PodDNSConfigOption: APIType {
    public var name = ""
    public var value: String?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        value = fields.read("value")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putUnlessZero("name", name)
        fields.putIfSet("value", value)
        return fields.object
    }
}

/// `PodReadinessGate` of core/v1.
public struct PodReadinessGate: APIType {
    public var conditionType = PodConditionType()
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        conditionType = fields.read("conditionType")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 1)
        fields.put("conditionType", conditionType)
        return fields.object
    }
}

/// `PodConditionType` of core/v1.
public struct PodConditionType: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let containersReady = Self(rawValue: "ContainersReady")
    public static let initialized = Self(rawValue: "Initialized")
    public static let ready = Self(rawValue: "Ready")
    public static let podScheduled = Self(rawValue: "PodScheduled")
    public static let disruptionTarget = Self(rawValue: "DisruptionTarget")
    public static let podReadyToStartContainers = Self(rawValue: "PodReadyToStartContainers")
    public static let podResizePending = Self(rawValue: "PodResizePending")
    public static let podResizeInProgress = Self(rawValue: "PodResizeInProgress")
    public static let allContainersRestarting = Self(rawValue: "AllContainersRestarting")
}

/// `PreemptionPolicy` of core/v1.
public struct PreemptionPolicy: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let preemptLowerPriority = Self(rawValue: "PreemptLowerPriority")
    public static let never = Self(rawValue: "Never")
}

/// `PodOS` of core/v1.
public struct PodOS: APIType {
    public var name = OSName()
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 1)
        fields.put("name", name)
        return fields.object
    }
}

/// `OSName` of core/v1.
public struct OSName: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let linux = Self(rawValue: "linux")
    public static let windows = Self(rawValue: "windows")
}

/// `PodSchedulingGate` of core/v1.
public struct PodSchedulingGate: APIType {
    public var name = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 1)
        fields.put("name", name)
        return fields.object
    }
}

/// `PodStatus` of core/v1.
public struct PodStatus: APIType {
    public var observedGeneration: Int64 = 0
    public var phase = PodPhase()
    public var conditions: [PodCondition] = []
    public var message = ""
    public var reason = ""
    public var nominatedNodeName = ""
    public var hostIP = ""
    public var hostIPs: [HostIP] = []
    public var podIP = ""
    public var podIPs: [PodIP] = []
    public var startTime: Timestamp?
    public var initContainerStatuses: [ContainerStatus] = []
    public var containerStatuses: [ContainerStatus] = []
    public var qosClass = PodQOSClass()
    public var ephemeralContainerStatuses: [ContainerStatus] = []
    public var resize = PodResizeStatus()
    public var resourceClaimStatuses: [JSONValue] = []
    public var extendedResourceClaimStatus: JSONValue?
    public var allocatedResources: [String: Quantity] = [:]
    @Boxed public var resources: ResourceRequirements?
    public var nodeAllocatableResourceClaimStatuses: [JSONValue] = []
    /// Alpha in Kubernetes 1.37.
    public var volumeHealth: [JSONValue] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        observedGeneration = fields.read("observedGeneration")
        phase = fields.read("phase")
        conditions = fields.read("conditions")
        message = fields.read("message")
        reason = fields.read("reason")
        nominatedNodeName = fields.read("nominatedNodeName")
        hostIP = fields.read("hostIP")
        hostIPs = fields.read("hostIPs")
        podIP = fields.read("podIP")
        podIPs = fields.read("podIPs")
        startTime = fields.read("startTime")
        initContainerStatuses = fields.read("initContainerStatuses")
        containerStatuses = fields.read("containerStatuses")
        qosClass = fields.read("qosClass")
        ephemeralContainerStatuses = fields.read("ephemeralContainerStatuses")
        resize = fields.read("resize")
        resourceClaimStatuses = fields.read("resourceClaimStatuses")
        extendedResourceClaimStatus = fields.read("extendedResourceClaimStatus")
        allocatedResources = fields.read("allocatedResources")
        resources = fields.read("resources")
        nodeAllocatableResourceClaimStatuses = fields.read("nodeAllocatableResourceClaimStatuses")
        volumeHealth = fields.read("volumeHealth")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 22)
        fields.putUnlessZero("observedGeneration", observedGeneration)
        fields.putUnlessZero("phase", phase)
        fields.putUnlessZero("conditions", conditions)
        fields.putUnlessZero("message", message)
        fields.putUnlessZero("reason", reason)
        fields.putUnlessZero("nominatedNodeName", nominatedNodeName)
        fields.putUnlessZero("hostIP", hostIP)
        fields.putUnlessZero("hostIPs", hostIPs)
        fields.putUnlessZero("podIP", podIP)
        fields.putUnlessZero("podIPs", podIPs)
        fields.putIfSet("startTime", startTime)
        fields.putUnlessZero("initContainerStatuses", initContainerStatuses)
        fields.putUnlessZero("containerStatuses", containerStatuses)
        fields.putUnlessZero("qosClass", qosClass)
        fields.putUnlessZero("ephemeralContainerStatuses", ephemeralContainerStatuses)
        fields.putUnlessZero("resize", resize)
        fields.putUnlessZero("resourceClaimStatuses", resourceClaimStatuses)
        fields.putIfSet("extendedResourceClaimStatus", extendedResourceClaimStatus)
        fields.putUnlessZero("allocatedResources", allocatedResources)
        fields.putIfSet("resources", resources)
        fields.putUnlessZero("nodeAllocatableResourceClaimStatuses", nodeAllocatableResourceClaimStatuses)
        fields.putUnlessZero("volumeHealth", volumeHealth)
        return fields.object
    }
}

/// `PodPhase` of core/v1.
public struct PodPhase: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let pending = Self(rawValue: "Pending")
    public static let running = Self(rawValue: "Running")
    public static let succeeded = Self(rawValue: "Succeeded")
    public static let failed = Self(rawValue: "Failed")
    public static let unknown = Self(rawValue: "Unknown")
}

/// `PodCondition` of core/v1.
public struct PodCondition: APIType {
    public var type = PodConditionType()
    public var observedGeneration: Int64 = 0
    public var status = ConditionStatus()
    public var lastProbeTime: Timestamp?
    public var lastTransitionTime: Timestamp?
    public var reason = ""
    public var message = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        type = fields.read("type")
        observedGeneration = fields.read("observedGeneration")
        status = fields.read("status")
        lastProbeTime = fields.read("lastProbeTime")
        lastTransitionTime = fields.read("lastTransitionTime")
        reason = fields.read("reason")
        message = fields.read("message")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 7)
        fields.put("type", type)
        fields.putUnlessZero("observedGeneration", observedGeneration)
        fields.put("status", status)
        fields.putIfSet("lastProbeTime", lastProbeTime)
        fields.putIfSet("lastTransitionTime", lastTransitionTime)
        fields.putUnlessZero("reason", reason)
        fields.putUnlessZero("message", message)
        return fields.object
    }
}

/// `HostIP` of core/v1.
public struct HostIP: APIType {
    public var ip = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        ip = fields.read("ip")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 1)
        fields.put("ip", ip)
        return fields.object
    }
}

/// `PodIP` of core/v1.
public struct PodIP: APIType {
    public var ip = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        ip = fields.read("ip")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 1)
        fields.put("ip", ip)
        return fields.object
    }
}

/// `ContainerStatus` of core/v1.
public struct ContainerStatus: APIType {
    public var name = ""
    public var state = ContainerState()
    public var lastState = ContainerState()
    public var ready = false
    public var restartCount: Int32 = 0
    public var image = ""
    public var imageID = ""
    public var containerID = ""
    public var started: Bool?
    public var allocatedResources: [String: Quantity] = [:]
    @Boxed public var resources: ResourceRequirements?
    public var volumeMounts: [VolumeMountStatus] = []
    @Boxed public var user: ContainerUser?
    public var allocatedResourcesStatus: [JSONValue] = []
    public var stopSignal: Signal?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        state = fields.read("state")
        lastState = fields.read("lastState")
        ready = fields.read("ready")
        restartCount = fields.read("restartCount")
        image = fields.read("image")
        imageID = fields.read("imageID")
        containerID = fields.read("containerID")
        started = fields.read("started")
        allocatedResources = fields.read("allocatedResources")
        resources = fields.read("resources")
        volumeMounts = fields.read("volumeMounts")
        user = fields.read("user")
        allocatedResourcesStatus = fields.read("allocatedResourcesStatus")
        stopSignal = fields.read("stopSignal")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 15)
        fields.put("name", name)
        fields.putUnlessZero("state", state)
        fields.putUnlessZero("lastState", lastState)
        fields.put("ready", ready)
        fields.put("restartCount", restartCount)
        fields.put("image", image)
        fields.put("imageID", imageID)
        fields.putUnlessZero("containerID", containerID)
        fields.putIfSet("started", started)
        fields.putUnlessZero("allocatedResources", allocatedResources)
        fields.putIfSet("resources", resources)
        fields.putUnlessZero("volumeMounts", volumeMounts)
        fields.putIfSet("user", user)
        fields.putUnlessZero("allocatedResourcesStatus", allocatedResourcesStatus)
        fields.putIfSet("stopSignal", stopSignal)
        return fields.object
    }
}

/// `ContainerState` of core/v1.
public struct ContainerState: APIType {
    @Boxed public var waiting: ContainerStateWaiting?
    @Boxed public var running: ContainerStateRunning?
    @Boxed public var terminated: ContainerStateTerminated?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        waiting = fields.read("waiting")
        running = fields.read("running")
        terminated = fields.read("terminated")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.putIfSet("waiting", waiting)
        fields.putIfSet("running", running)
        fields.putIfSet("terminated", terminated)
        return fields.object
    }
}

/// `ContainerStateWaiting` of core/v1.
public struct ContainerStateWaiting: APIType {
    public var reason = ""
    public var message = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        reason = fields.read("reason")
        message = fields.read("message")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putUnlessZero("reason", reason)
        fields.putUnlessZero("message", message)
        return fields.object
    }
}

/// `ContainerStateRunning` of core/v1.
public struct ContainerStateRunning: APIType {
    public var startedAt: Timestamp?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        startedAt = fields.read("startedAt")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 1)
        fields.putIfSet("startedAt", startedAt)
        return fields.object
    }
}

/// `ContainerStateTerminated` of core/v1.
public struct ContainerStateTerminated: APIType {
    public var exitCode: Int32 = 0
    public var signal: Int32 = 0
    public var reason = ""
    public var message = ""
    public var startedAt: Timestamp?
    public var finishedAt: Timestamp?
    public var containerID = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        exitCode = fields.read("exitCode")
        signal = fields.read("signal")
        reason = fields.read("reason")
        message = fields.read("message")
        startedAt = fields.read("startedAt")
        finishedAt = fields.read("finishedAt")
        containerID = fields.read("containerID")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 7)
        fields.put("exitCode", exitCode)
        fields.putUnlessZero("signal", signal)
        fields.putUnlessZero("reason", reason)
        fields.putUnlessZero("message", message)
        fields.putIfSet("startedAt", startedAt)
        fields.putIfSet("finishedAt", finishedAt)
        fields.putUnlessZero("containerID", containerID)
        return fields.object
    }
}

/// `VolumeMountStatus` of core/v1.
public struct VolumeMountStatus: APIType {
    public var name = ""
    public var mountPath = ""
    public var readOnly = false
    public var recursiveReadOnly: RecursiveReadOnlyMode?
    @Boxed public var volumeStatus: VolumeStatus?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        mountPath = fields.read("mountPath")
        readOnly = fields.read("readOnly")
        recursiveReadOnly = fields.read("recursiveReadOnly")
        volumeStatus = fields.read("volumeStatus")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 5)
        fields.put("name", name)
        fields.put("mountPath", mountPath)
        fields.putUnlessZero("readOnly", readOnly)
        fields.putIfSet("recursiveReadOnly", recursiveReadOnly)
        fields.putIfSet("volumeStatus", volumeStatus)
        return fields.object
    }
}

/// `VolumeStatus` of core/v1.
public struct VolumeStatus: APIType {
    @Boxed public var image: ImageVolumeStatus?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        image = fields.read("image")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 1)
        fields.putIfSet("image", image)
        return fields.object
    }
}

/// `ImageVolumeStatus` of core/v1.
public struct ImageVolumeStatus: APIType {
    public var imageRef = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        imageRef = fields.read("imageRef")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 1)
        fields.putUnlessZero("imageRef", imageRef)
        return fields.object
    }
}

/// `ContainerUser` of core/v1.
public struct ContainerUser: APIType {
    @Boxed public var linux: LinuxContainerUser?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        linux = fields.read("linux")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 1)
        fields.putIfSet("linux", linux)
        return fields.object
    }
}

/// `LinuxContainerUser` of core/v1.
public struct LinuxContainerUser: APIType {
    public var uid: Int64 = 0
    public var gid: Int64 = 0
    public var supplementalGroups: [Int64] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        uid = fields.read("uid")
        gid = fields.read("gid")
        supplementalGroups = fields.read("supplementalGroups")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.put("uid", uid)
        fields.put("gid", gid)
        fields.putUnlessZero("supplementalGroups", supplementalGroups)
        return fields.object
    }
}

/// `PodQOSClass` of core/v1.
public struct PodQOSClass: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let guaranteed = Self(rawValue: "Guaranteed")
    public static let burstable = Self(rawValue: "Burstable")
    public static let bestEffort = Self(rawValue: "BestEffort")
}

/// `PodResizeStatus` of core/v1.
public struct PodResizeStatus: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let inProgress = Self(rawValue: "InProgress")
    public static let deferred = Self(rawValue: "Deferred")
    public static let infeasible = Self(rawValue: "Infeasible")
}

/// `PodList` of core/v1.
public struct PodList: APIType {
    public var kind = "PodList"
    public var apiVersion = "v1"
    public var metadata = ListMeta()
    public var items: [Pod] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        fields.readIfSet("kind", &kind)
        fields.readIfSet("apiVersion", &apiVersion)
        metadata = fields.read("metadata")
        items = fields.read("items")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.putUnlessZero("kind", kind)
        fields.putUnlessZero("apiVersion", apiVersion)
        fields.putUnlessZero("metadata", metadata)
        fields.put("items", items)
        return fields.object
    }
}

/// `PodTemplateSpec` of core/v1.
public struct PodTemplateSpec: APIType {
    public var metadata = ObjectMeta()
    public var spec = PodSpec()
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        metadata = fields.read("metadata")
        spec = fields.read("spec")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putUnlessZero("metadata", metadata)
        fields.putUnlessZero("spec", spec)
        return fields.object
    }
}
