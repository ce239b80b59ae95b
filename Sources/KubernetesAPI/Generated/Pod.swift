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
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        fields.readIfSet("kind", &kind)
        fields.readIfSet("apiVersion", &apiVersion)
        metadata = fields.read("metadata")
        spec = fields.read("spec")
        status = fields.read("status")
    }
    public var json: JSONValue {
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
    public var securityContext: PodSecurityContext?
    public var imagePullSecrets: [LocalObjectReference] = []
    public var hostname = ""
    public var subdomain = ""
    public var affinity: Affinity?
    public var schedulerName = ""
    public var tolerations: [Toleration] = []
    public var hostAliases: [HostAlias] = []
    public var priorityClassName = ""
    public var priority: Int32?
    public var dnsConfig: PodDNSConfig?
    public var readinessGates: [PodReadinessGate] = []
    public var runtimeClassName: String?
    public var enableServiceLinks: Bool?
    public var preemptionPolicy: PreemptionPolicy?
    public var overhead: [String: Quantity] = [:]
    public var topologySpreadConstraints: [TopologySpreadConstraint] = []
    public var setHostnameAsFQDN: Bool?
    public var os: PodOS?
    public var hostUsers: Bool?
    public var schedulingGates: [PodSchedulingGate] = []
    public var resourceClaims: [PodResourceClaim] = []
    public var resources: ResourceRequirements?
    public var hostnameOverride: String?
    public var schedulingGroup: PodSchedulingGroup?
    /// Alpha in Kubernetes 1.37.
    public var evictionResponders: [EvictionResponder] = []
    public init() {}
    public init(json: JSONValue) {
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
    public var json: JSONValue {
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
    public var seLinuxOptions: SELinuxOptions?
    public var windowsOptions: WindowsSecurityContextOptions?
    public var runAsUser: Int64?
    public var runAsGroup: Int64?
    public var runAsNonRoot: Bool?
    public var supplementalGroups: [Int64] = []
    public var supplementalGroupsPolicy: SupplementalGroupsPolicy?
    public var fsGroup: Int64?
    public var sysctls: [Sysctl] = []
    public var fsGroupChangePolicy: PodFSGroupChangePolicy?
    public var seccompProfile: SeccompProfile?
    public var appArmorProfile: AppArmorProfile?
    public var seLinuxChangePolicy: PodSELinuxChangePolicy?
    public init() {}
    public init(json: JSONValue) {
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
    public var json: JSONValue {
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
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        value = fields.read("value")
    }
    public var json: JSONValue {
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

/// `Affinity` of core/v1.
public struct Affinity: APIType {
    public var nodeAffinity: NodeAffinity?
    public var podAffinity: PodAffinity?
    public var podAntiAffinity: PodAntiAffinity?
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        nodeAffinity = fields.read("nodeAffinity")
        podAffinity = fields.read("podAffinity")
        podAntiAffinity = fields.read("podAntiAffinity")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.putIfSet("nodeAffinity", nodeAffinity)
        fields.putIfSet("podAffinity", podAffinity)
        fields.putIfSet("podAntiAffinity", podAntiAffinity)
        return fields.object
    }
}

/// `NodeAffinity` of core/v1.
public struct NodeAffinity: APIType {
    public var requiredDuringSchedulingIgnoredDuringExecution: NodeSelector?
    public var preferredDuringSchedulingIgnoredDuringExecution: [PreferredSchedulingTerm] = []
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        requiredDuringSchedulingIgnoredDuringExecution = fields.read("requiredDuringSchedulingIgnoredDuringExecution")
        preferredDuringSchedulingIgnoredDuringExecution = fields.read("preferredDuringSchedulingIgnoredDuringExecution")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putIfSet("requiredDuringSchedulingIgnoredDuringExecution", requiredDuringSchedulingIgnoredDuringExecution)
        fields.putUnlessZero("preferredDuringSchedulingIgnoredDuringExecution", preferredDuringSchedulingIgnoredDuringExecution)
        return fields.object
    }
}

/// `NodeSelector` of core/v1.
public struct NodeSelector: APIType {
    public var nodeSelectorTerms: [NodeSelectorTerm] = []
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        nodeSelectorTerms = fields.read("nodeSelectorTerms")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 1)
        fields.put("nodeSelectorTerms", nodeSelectorTerms)
        return fields.object
    }
}

/// `NodeSelectorTerm` of core/v1.
public struct NodeSelectorTerm: APIType {
    public var matchExpressions: [NodeSelectorRequirement] = []
    public var matchFields: [NodeSelectorRequirement] = []
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        matchExpressions = fields.read("matchExpressions")
        matchFields = fields.read("matchFields")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putUnlessZero("matchExpressions", matchExpressions)
        fields.putUnlessZero("matchFields", matchFields)
        return fields.object
    }
}

/// `NodeSelectorRequirement` of core/v1.
public struct NodeSelectorRequirement: APIType {
    public var key = ""
    public var `operator` = NodeSelectorOperator()
    public var values: [String] = []
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        key = fields.read("key")
        `operator` = fields.read("operator")
        values = fields.read("values")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.put("key", key)
        fields.put("operator", `operator`)
        fields.putUnlessZero("values", values)
        return fields.object
    }
}

/// `NodeSelectorOperator` of core/v1.
public struct NodeSelectorOperator: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let `in` = Self(rawValue: "In")
    public static let notIn = Self(rawValue: "NotIn")
    public static let exists = Self(rawValue: "Exists")
    public static let doesNotExist = Self(rawValue: "DoesNotExist")
    public static let gt = Self(rawValue: "Gt")
    public static let lt = Self(rawValue: "Lt")
}

/// `PreferredSchedulingTerm` of core/v1.
public struct PreferredSchedulingTerm: APIType {
    public var weight: Int32 = 0
    public var preference = NodeSelectorTerm()
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        weight = fields.read("weight")
        preference = fields.read("preference")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.put("weight", weight)
        fields.put("preference", preference)
        return fields.object
    }
}

/// `PodAffinity` of core/v1.
public struct PodAffinity: APIType {
    public var requiredDuringSchedulingIgnoredDuringExecution: [PodAffinityTerm] = []
    public var preferredDuringSchedulingIgnoredDuringExecution: [WeightedPodAffinityTerm] = []
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        requiredDuringSchedulingIgnoredDuringExecution = fields.read("requiredDuringSchedulingIgnoredDuringExecution")
        preferredDuringSchedulingIgnoredDuringExecution = fields.read("preferredDuringSchedulingIgnoredDuringExecution")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putUnlessZero("requiredDuringSchedulingIgnoredDuringExecution", requiredDuringSchedulingIgnoredDuringExecution)
        fields.putUnlessZero("preferredDuringSchedulingIgnoredDuringExecution", preferredDuringSchedulingIgnoredDuringExecution)
        return fields.object
    }
}

/// `PodAffinityTerm` of core/v1.
public struct PodAffinityTerm: APIType {
    public var labelSelector: LabelSelector?
    public var namespaces: [String] = []
    public var topologyKey = ""
    public var namespaceSelector: LabelSelector?
    public var matchLabelKeys: [String] = []
    public var mismatchLabelKeys: [String] = []
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        labelSelector = fields.read("labelSelector")
        namespaces = fields.read("namespaces")
        topologyKey = fields.read("topologyKey")
        namespaceSelector = fields.read("namespaceSelector")
        matchLabelKeys = fields.read("matchLabelKeys")
        mismatchLabelKeys = fields.read("mismatchLabelKeys")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 6)
        fields.putIfSet("labelSelector", labelSelector)
        fields.putUnlessZero("namespaces", namespaces)
        fields.put("topologyKey", topologyKey)
        fields.putIfSet("namespaceSelector", namespaceSelector)
        fields.putUnlessZero("matchLabelKeys", matchLabelKeys)
        fields.putUnlessZero("mismatchLabelKeys", mismatchLabelKeys)
        return fields.object
    }
}

/// `WeightedPodAffinityTerm` of core/v1.
public struct WeightedPodAffinityTerm: APIType {
    public var weight: Int32 = 0
    public var podAffinityTerm = PodAffinityTerm()
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        weight = fields.read("weight")
        podAffinityTerm = fields.read("podAffinityTerm")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.put("weight", weight)
        fields.put("podAffinityTerm", podAffinityTerm)
        return fields.object
    }
}

/// `PodAntiAffinity` of core/v1.
public struct PodAntiAffinity: APIType {
    public var requiredDuringSchedulingIgnoredDuringExecution: [PodAffinityTerm] = []
    public var preferredDuringSchedulingIgnoredDuringExecution: [WeightedPodAffinityTerm] = []
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        requiredDuringSchedulingIgnoredDuringExecution = fields.read("requiredDuringSchedulingIgnoredDuringExecution")
        preferredDuringSchedulingIgnoredDuringExecution = fields.read("preferredDuringSchedulingIgnoredDuringExecution")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putUnlessZero("requiredDuringSchedulingIgnoredDuringExecution", requiredDuringSchedulingIgnoredDuringExecution)
        fields.putUnlessZero("preferredDuringSchedulingIgnoredDuringExecution", preferredDuringSchedulingIgnoredDuringExecution)
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
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        key = fields.read("key")
        `operator` = fields.read("operator")
        value = fields.read("value")
        effect = fields.read("effect")
        tolerationSeconds = fields.read("tolerationSeconds")
    }
    public var json: JSONValue {
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
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        ip = fields.read("ip")
        hostnames = fields.read("hostnames")
    }
    public var json: JSONValue {
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
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        nameservers = fields.read("nameservers")
        searches = fields.read("searches")
        options = fields.read("options")
    }
    public var json: JSONValue {
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
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        value = fields.read("value")
    }
    public var json: JSONValue {
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
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        conditionType = fields.read("conditionType")
    }
    public var json: JSONValue {
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

/// `TopologySpreadConstraint` of core/v1.
public struct TopologySpreadConstraint: APIType {
    public var maxSkew: Int32 = 0
    public var topologyKey = ""
    public var whenUnsatisfiable = UnsatisfiableConstraintAction()
    public var labelSelector: LabelSelector?
    public var minDomains: Int32?
    public var nodeAffinityPolicy: NodeInclusionPolicy?
    public var nodeTaintsPolicy: NodeInclusionPolicy?
    public var matchLabelKeys: [String] = []
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        maxSkew = fields.read("maxSkew")
        topologyKey = fields.read("topologyKey")
        whenUnsatisfiable = fields.read("whenUnsatisfiable")
        labelSelector = fields.read("labelSelector")
        minDomains = fields.read("minDomains")
        nodeAffinityPolicy = fields.read("nodeAffinityPolicy")
        nodeTaintsPolicy = fields.read("nodeTaintsPolicy")
        matchLabelKeys = fields.read("matchLabelKeys")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 8)
        fields.put("maxSkew", maxSkew)
        fields.put("topologyKey", topologyKey)
        fields.put("whenUnsatisfiable", whenUnsatisfiable)
        fields.putIfSet("labelSelector", labelSelector)
        fields.putIfSet("minDomains", minDomains)
        fields.putIfSet("nodeAffinityPolicy", nodeAffinityPolicy)
        fields.putIfSet("nodeTaintsPolicy", nodeTaintsPolicy)
        fields.putUnlessZero("matchLabelKeys", matchLabelKeys)
        return fields.object
    }
}

/// `UnsatisfiableConstraintAction` of core/v1.
public struct UnsatisfiableConstraintAction: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let doNotSchedule = Self(rawValue: "DoNotSchedule")
    public static let scheduleAnyway = Self(rawValue: "ScheduleAnyway")
}

/// `NodeInclusionPolicy` of core/v1.
public struct NodeInclusionPolicy: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let ignore = Self(rawValue: "Ignore")
    public static let honor = Self(rawValue: "Honor")
}

/// `PodOS` of core/v1.
public struct PodOS: APIType {
    public var name = OSName()
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
    }
    public var json: JSONValue {
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
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 1)
        fields.put("name", name)
        return fields.object
    }
}

/// `PodResourceClaim` of core/v1.
public struct PodResourceClaim: APIType {
    public var name = ""
    public var resourceClaimName: String?
    public var resourceClaimTemplateName: String?
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        resourceClaimName = fields.read("resourceClaimName")
        resourceClaimTemplateName = fields.read("resourceClaimTemplateName")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.put("name", name)
        fields.putIfSet("resourceClaimName", resourceClaimName)
        fields.putIfSet("resourceClaimTemplateName", resourceClaimTemplateName)
        return fields.object
    }
}

/// `PodSchedulingGroup` of core/v1.
public struct PodSchedulingGroup: APIType {
    public var podGroupName: String?
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        podGroupName = fields.read("podGroupName")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 1)
        fields.putIfSet("podGroupName", podGroupName)
        return fields.object
    }
}

/// `EvictionResponder` of core/v1.
public struct EvictionResponder: APIType {
    public var name = ""
    public var priority: Int32 = 0
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        priority = fields.read("priority")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.put("name", name)
        fields.put("priority", priority)
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
    public var resourceClaimStatuses: [PodResourceClaimStatus] = []
    public var extendedResourceClaimStatus: PodExtendedResourceClaimStatus?
    public var allocatedResources: [String: Quantity] = [:]
    public var resources: ResourceRequirements?
    public var nodeAllocatableResourceClaimStatuses: [NodeAllocatableResourceClaimStatus] = []
    /// Alpha in Kubernetes 1.37.
    public var volumeHealth: [PodVolumeHealth] = []
    public init() {}
    public init(json: JSONValue) {
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
    public var json: JSONValue {
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
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        type = fields.read("type")
        observedGeneration = fields.read("observedGeneration")
        status = fields.read("status")
        lastProbeTime = fields.read("lastProbeTime")
        lastTransitionTime = fields.read("lastTransitionTime")
        reason = fields.read("reason")
        message = fields.read("message")
    }
    public var json: JSONValue {
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
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        ip = fields.read("ip")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 1)
        fields.put("ip", ip)
        return fields.object
    }
}

/// `PodIP` of core/v1.
public struct PodIP: APIType {
    public var ip = ""
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        ip = fields.read("ip")
    }
    public var json: JSONValue {
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
    public var resources: ResourceRequirements?
    public var volumeMounts: [VolumeMountStatus] = []
    public var user: ContainerUser?
    public var allocatedResourcesStatus: [ResourceStatus] = []
    public var stopSignal: Signal?
    public init() {}
    public init(json: JSONValue) {
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
    public var json: JSONValue {
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
    public var waiting: ContainerStateWaiting?
    public var running: ContainerStateRunning?
    public var terminated: ContainerStateTerminated?
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        waiting = fields.read("waiting")
        running = fields.read("running")
        terminated = fields.read("terminated")
    }
    public var json: JSONValue {
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
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        reason = fields.read("reason")
        message = fields.read("message")
    }
    public var json: JSONValue {
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
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        startedAt = fields.read("startedAt")
    }
    public var json: JSONValue {
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
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        exitCode = fields.read("exitCode")
        signal = fields.read("signal")
        reason = fields.read("reason")
        message = fields.read("message")
        startedAt = fields.read("startedAt")
        finishedAt = fields.read("finishedAt")
        containerID = fields.read("containerID")
    }
    public var json: JSONValue {
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
    public var volumeStatus: VolumeStatus?
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        mountPath = fields.read("mountPath")
        readOnly = fields.read("readOnly")
        recursiveReadOnly = fields.read("recursiveReadOnly")
        volumeStatus = fields.read("volumeStatus")
    }
    public var json: JSONValue {
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
    public var image: ImageVolumeStatus?
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        image = fields.read("image")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 1)
        fields.putIfSet("image", image)
        return fields.object
    }
}

/// `ImageVolumeStatus` of core/v1.
public struct ImageVolumeStatus: APIType {
    public var imageRef = ""
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        imageRef = fields.read("imageRef")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 1)
        fields.putUnlessZero("imageRef", imageRef)
        return fields.object
    }
}

/// `ContainerUser` of core/v1.
public struct ContainerUser: APIType {
    public var linux: LinuxContainerUser?
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        linux = fields.read("linux")
    }
    public var json: JSONValue {
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
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        uid = fields.read("uid")
        gid = fields.read("gid")
        supplementalGroups = fields.read("supplementalGroups")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.put("uid", uid)
        fields.put("gid", gid)
        fields.putUnlessZero("supplementalGroups", supplementalGroups)
        return fields.object
    }
}

/// `ResourceStatus` of core/v1.
public struct ResourceStatus: APIType {
    public var name = ResourceName()
    public var resources: [ResourceHealth] = []
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        resources = fields.read("resources")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.put("name", name)
        fields.putUnlessZero("resources", resources)
        return fields.object
    }
}

/// `ResourceHealth` of core/v1.
public struct ResourceHealth: APIType {
    public var resourceID = ""
    public var health = ResourceHealthStatus()
    public var message: String?
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        resourceID = fields.read("resourceID")
        health = fields.read("health")
        message = fields.read("message")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.put("resourceID", resourceID)
        fields.putUnlessZero("health", health)
        fields.putIfSet("message", message)
        return fields.object
    }
}

/// `ResourceHealthStatus` of core/v1.
public struct ResourceHealthStatus: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let healthy = Self(rawValue: "Healthy")
    public static let unhealthy = Self(rawValue: "Unhealthy")
    public static let unknown = Self(rawValue: "Unknown")
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

/// `PodResourceClaimStatus` of core/v1.
public struct PodResourceClaimStatus: APIType {
    public var name = ""
    public var resourceClaimName: String?
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        resourceClaimName = fields.read("resourceClaimName")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.put("name", name)
        fields.putIfSet("resourceClaimName", resourceClaimName)
        return fields.object
    }
}

/// `PodExtendedResourceClaimStatus` of core/v1.
public struct PodExtendedResourceClaimStatus: APIType {
    public var requestMappings: [ContainerExtendedResourceRequest] = []
    public var resourceClaimName = ""
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        requestMappings = fields.read("requestMappings")
        resourceClaimName = fields.read("resourceClaimName")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.put("requestMappings", requestMappings)
        fields.put("resourceClaimName", resourceClaimName)
        return fields.object
    }
}

/// `ContainerExtendedResourceRequest` of core/v1.
public struct ContainerExtendedResourceRequest: APIType {
    public var containerName = ""
    public var resourceName = ""
    public var requestName = ""
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        containerName = fields.read("containerName")
        resourceName = fields.read("resourceName")
        requestName = fields.read("requestName")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.put("containerName", containerName)
        fields.put("resourceName", resourceName)
        fields.put("requestName", requestName)
        return fields.object
    }
}

/// `NodeAllocatableResourceClaimStatus` of core/v1.
public struct NodeAllocatableResourceClaimStatus: APIType {
    public var resourceClaimName = ""
    public var containers: [String] = []
    public var resources: [String: Quantity] = [:]
    /// Alpha in Kubernetes 1.37.
    public var mapping: [NodeAllocatableMappedResources] = []
    /// Alpha in Kubernetes 1.37.
    public var overhead: [NodeAllocatableOverheadResources] = []
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        resourceClaimName = fields.read("resourceClaimName")
        containers = fields.read("containers")
        resources = fields.read("resources")
        mapping = fields.read("mapping")
        overhead = fields.read("overhead")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 5)
        fields.put("resourceClaimName", resourceClaimName)
        fields.putUnlessZero("containers", containers)
        fields.put("resources", resources)
        fields.putUnlessZero("mapping", mapping)
        fields.putUnlessZero("overhead", overhead)
        return fields.object
    }
}

/// `NodeAllocatableMappedResources` of core/v1.
public struct NodeAllocatableMappedResources: APIType {
    public var name = ""
    public var quantity = ""
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        quantity = fields.read("quantity")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.put("name", name)
        fields.put("quantity", quantity)
        return fields.object
    }
}

/// `NodeAllocatableOverheadResources` of core/v1.
public struct NodeAllocatableOverheadResources: APIType {
    public var name = ""
    public var perContainer = ""
    public var perPod = ""
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        perContainer = fields.read("perContainer")
        perPod = fields.read("perPod")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.put("name", name)
        fields.putUnlessZero("perContainer", perContainer)
        fields.putUnlessZero("perPod", perPod)
        return fields.object
    }
}

/// `PodVolumeHealth` of core/v1.
public struct PodVolumeHealth: APIType {
    public var healthConditions: [VolumeHealthCondition] = []
    public var lastTransitionTime = ""
    public var name = ""
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        healthConditions = fields.read("healthConditions")
        lastTransitionTime = fields.read("lastTransitionTime")
        name = fields.read("name")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.putUnlessZero("healthConditions", healthConditions)
        fields.putUnlessZero("lastTransitionTime", lastTransitionTime)
        fields.put("name", name)
        return fields.object
    }
}

/// `VolumeHealthCondition` of core/v1.
public struct VolumeHealthCondition: APIType {
    public var message = ""
    public var reason = ""
    public var status = ""
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        message = fields.read("message")
        reason = fields.read("reason")
        status = fields.read("status")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.putUnlessZero("message", message)
        fields.put("reason", reason)
        fields.put("status", status)
        return fields.object
    }
}

/// `PodList` of core/v1.
public struct PodList: APIType {
    public var kind = "PodList"
    public var apiVersion = "v1"
    public var metadata = ListMeta()
    public var items: [Pod] = []
    public init() {}
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        fields.readIfSet("kind", &kind)
        fields.readIfSet("apiVersion", &apiVersion)
        metadata = fields.read("metadata")
        items = fields.read("items")
    }
    public var json: JSONValue {
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
    public init(json: JSONValue) {
        let fields = FieldReader(json)
        metadata = fields.read("metadata")
        spec = fields.read("spec")
    }
    public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putUnlessZero("metadata", metadata)
        fields.putUnlessZero("spec", spec)
        return fields.object
    }
}
