// swift-format-ignore-file
// Made by Tools/generate-kubernetes-types.
import JSON

/// `Node` of core/v1.
public struct Node: KubernetesObject {
    public static var resourceType: ResourceType { .nodes }
    public var kind = "Node"
    public var apiVersion = "v1"
    public var metadata = ObjectMeta()
    public var spec = NodeSpec()
    public var status = NodeStatus()
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

/// `NodeSpec` of core/v1.
public struct NodeSpec: APIType {
    public var podCIDR = ""
    public var podCIDRs: [String] = []
    public var providerID = ""
    public var unschedulable = false
    public var taints: [Taint] = []
    public var configSource: JSONValue?
    public var externalID = ""
    /// Alpha in Kubernetes 1.37.
    public var podPreemptionPolicy = NodePodPreemptionPolicy()
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        podCIDR = fields.read("podCIDR")
        podCIDRs = fields.read("podCIDRs")
        providerID = fields.read("providerID")
        unschedulable = fields.read("unschedulable")
        taints = fields.read("taints")
        configSource = fields.read("configSource")
        externalID = fields.read("externalID")
        podPreemptionPolicy = fields.read("podPreemptionPolicy")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 8)
        fields.putUnlessZero("podCIDR", podCIDR)
        fields.putUnlessZero("podCIDRs", podCIDRs)
        fields.putUnlessZero("providerID", providerID)
        fields.putUnlessZero("unschedulable", unschedulable)
        fields.putUnlessZero("taints", taints)
        fields.putIfSet("configSource", configSource)
        fields.putUnlessZero("externalID", externalID)
        fields.putUnlessZero("podPreemptionPolicy", podPreemptionPolicy)
        return fields.object
    }
}

/// `Taint` of core/v1.
public struct Taint: APIType {
    public var key = ""
    public var value = ""
    public var effect = TaintEffect()
    public var timeAdded: Timestamp?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        key = fields.read("key")
        value = fields.read("value")
        effect = fields.read("effect")
        timeAdded = fields.read("timeAdded")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.put("key", key)
        fields.putUnlessZero("value", value)
        fields.put("effect", effect)
        fields.putIfSet("timeAdded", timeAdded)
        return fields.object
    }
}

/// `NodePodPreemptionPolicy` of core/v1.
public struct NodePodPreemptionPolicy: APIType {
    public var disableResizePreemption: [String] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        disableResizePreemption = fields.read("disableResizePreemption")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 1)
        fields.putUnlessZero("disableResizePreemption", disableResizePreemption)
        return fields.object
    }
}

/// `NodeStatus` of core/v1.
public struct NodeStatus: APIType {
    public var capacity: [String: Quantity] = [:]
    public var allocatable: [String: Quantity] = [:]
    public var phase = NodePhase()
    public var conditions: [NodeCondition] = []
    public var addresses: [NodeAddress] = []
    public var daemonEndpoints = NodeDaemonEndpoints()
    public var nodeInfo = NodeSystemInfo()
    public var images: [ContainerImage] = []
    public var volumesInUse: [String] = []
    public var volumesAttached: [JSONValue] = []
    public var config: JSONValue?
    public var runtimeHandlers: [NodeRuntimeHandler] = []
    @Boxed public var features: NodeFeatures?
    public var declaredFeatures: [String] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        capacity = fields.read("capacity")
        allocatable = fields.read("allocatable")
        phase = fields.read("phase")
        conditions = fields.read("conditions")
        addresses = fields.read("addresses")
        daemonEndpoints = fields.read("daemonEndpoints")
        nodeInfo = fields.read("nodeInfo")
        images = fields.read("images")
        volumesInUse = fields.read("volumesInUse")
        volumesAttached = fields.read("volumesAttached")
        config = fields.read("config")
        runtimeHandlers = fields.read("runtimeHandlers")
        features = fields.read("features")
        declaredFeatures = fields.read("declaredFeatures")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 14)
        fields.putUnlessZero("capacity", capacity)
        fields.putUnlessZero("allocatable", allocatable)
        fields.putUnlessZero("phase", phase)
        fields.putUnlessZero("conditions", conditions)
        fields.putUnlessZero("addresses", addresses)
        fields.putUnlessZero("daemonEndpoints", daemonEndpoints)
        fields.putUnlessZero("nodeInfo", nodeInfo)
        fields.putUnlessZero("images", images)
        fields.putUnlessZero("volumesInUse", volumesInUse)
        fields.putUnlessZero("volumesAttached", volumesAttached)
        fields.putIfSet("config", config)
        fields.putUnlessZero("runtimeHandlers", runtimeHandlers)
        fields.putIfSet("features", features)
        fields.putUnlessZero("declaredFeatures", declaredFeatures)
        return fields.object
    }
}

/// `NodePhase` of core/v1.
public struct NodePhase: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let pending = Self(rawValue: "Pending")
    public static let running = Self(rawValue: "Running")
    public static let terminated = Self(rawValue: "Terminated")
}

/// `NodeCondition` of core/v1.
public struct NodeCondition: APIType {
    public var type = NodeConditionType()
    public var status = ConditionStatus()
    public var lastHeartbeatTime: Timestamp?
    public var lastTransitionTime: Timestamp?
    public var reason = ""
    public var message = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        type = fields.read("type")
        status = fields.read("status")
        lastHeartbeatTime = fields.read("lastHeartbeatTime")
        lastTransitionTime = fields.read("lastTransitionTime")
        reason = fields.read("reason")
        message = fields.read("message")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 6)
        fields.put("type", type)
        fields.put("status", status)
        fields.putIfSet("lastHeartbeatTime", lastHeartbeatTime)
        fields.putIfSet("lastTransitionTime", lastTransitionTime)
        fields.putUnlessZero("reason", reason)
        fields.putUnlessZero("message", message)
        return fields.object
    }
}

/// `NodeConditionType` of core/v1.
public struct NodeConditionType: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let ready = Self(rawValue: "Ready")
    public static let memoryPressure = Self(rawValue: "MemoryPressure")
    public static let diskPressure = Self(rawValue: "DiskPressure")
    public static let pidPressure = Self(rawValue: "PIDPressure")
    public static let networkUnavailable = Self(rawValue: "NetworkUnavailable")
}

/// `NodeAddress` of core/v1.
public struct NodeAddress: APIType {
    public var type = NodeAddressType()
    public var address = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        type = fields.read("type")
        address = fields.read("address")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.put("type", type)
        fields.put("address", address)
        return fields.object
    }
}

/// `NodeAddressType` of core/v1.
public struct NodeAddressType: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let hostname = Self(rawValue: "Hostname")
    public static let internalIP = Self(rawValue: "InternalIP")
    public static let externalIP = Self(rawValue: "ExternalIP")
    public static let internalDNS = Self(rawValue: "InternalDNS")
    public static let externalDNS = Self(rawValue: "ExternalDNS")
}

/// `NodeDaemonEndpoints` of core/v1.
public struct NodeDaemonEndpoints: APIType {
    public var kubeletEndpoint = DaemonEndpoint()
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        kubeletEndpoint = fields.read("kubeletEndpoint")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 1)
        fields.putUnlessZero("kubeletEndpoint", kubeletEndpoint)
        return fields.object
    }
}

/// `DaemonEndpoint` of core/v1.
public struct DaemonEndpoint: APIType {
    public var Port: Int32 = 0
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        Port = fields.read("Port")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 1)
        fields.put("Port", Port)
        return fields.object
    }
}

/// `NodeSystemInfo` of core/v1.
public struct NodeSystemInfo: APIType {
    public var machineID = ""
    public var systemUUID = ""
    public var bootID = ""
    public var kernelVersion = ""
    public var osImage = ""
    public var containerRuntimeVersion = ""
    public var kubeletVersion = ""
    public var kubeProxyVersion = ""
    public var operatingSystem = ""
    public var architecture = ""
    @Boxed public var swap: NodeSwapStatus?
    /// Alpha in Kubernetes 1.37.
    public var runningInUserNamespace = false
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        machineID = fields.read("machineID")
        systemUUID = fields.read("systemUUID")
        bootID = fields.read("bootID")
        kernelVersion = fields.read("kernelVersion")
        osImage = fields.read("osImage")
        containerRuntimeVersion = fields.read("containerRuntimeVersion")
        kubeletVersion = fields.read("kubeletVersion")
        kubeProxyVersion = fields.read("kubeProxyVersion")
        operatingSystem = fields.read("operatingSystem")
        architecture = fields.read("architecture")
        swap = fields.read("swap")
        runningInUserNamespace = fields.read("runningInUserNamespace")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 12)
        fields.put("machineID", machineID)
        fields.put("systemUUID", systemUUID)
        fields.put("bootID", bootID)
        fields.put("kernelVersion", kernelVersion)
        fields.put("osImage", osImage)
        fields.put("containerRuntimeVersion", containerRuntimeVersion)
        fields.put("kubeletVersion", kubeletVersion)
        fields.put("kubeProxyVersion", kubeProxyVersion)
        fields.put("operatingSystem", operatingSystem)
        fields.put("architecture", architecture)
        fields.putIfSet("swap", swap)
        fields.putUnlessZero("runningInUserNamespace", runningInUserNamespace)
        return fields.object
    }
}

/// `NodeSwapStatus` of core/v1.
public struct NodeSwapStatus: APIType {
    public var capacity: Int64?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        capacity = fields.read("capacity")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 1)
        fields.putIfSet("capacity", capacity)
        return fields.object
    }
}

/// `ContainerImage` of core/v1.
public struct ContainerImage: APIType {
    public var names: [String] = []
    public var sizeBytes: Int64 = 0
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        names = fields.read("names")
        sizeBytes = fields.read("sizeBytes")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putUnlessZero("names", names)
        fields.putUnlessZero("sizeBytes", sizeBytes)
        return fields.object
    }
}

/// `NodeRuntimeHandler` of core/v1.
public struct NodeRuntimeHandler: APIType {
    public var name = ""
    @Boxed public var features: NodeRuntimeHandlerFeatures?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        features = fields.read("features")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putUnlessZero("name", name)
        fields.putIfSet("features", features)
        return fields.object
    }
}

/// `NodeRuntimeHandlerFeatures` of core/v1.
public struct NodeRuntimeHandlerFeatures: APIType {
    public var recursiveReadOnlyMounts: Bool?
    public var userNamespaces: Bool?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        recursiveReadOnlyMounts = fields.read("recursiveReadOnlyMounts")
        userNamespaces = fields.read("userNamespaces")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putIfSet("recursiveReadOnlyMounts", recursiveReadOnlyMounts)
        fields.putIfSet("userNamespaces", userNamespaces)
        return fields.object
    }
}

/// `NodeFeatures` of core/v1.
public struct NodeFeatures: APIType {
    public var supplementalGroupsPolicy: Bool?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        supplementalGroupsPolicy = fields.read("supplementalGroupsPolicy")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 1)
        fields.putIfSet("supplementalGroupsPolicy", supplementalGroupsPolicy)
        return fields.object
    }
}

/// `NodeList` of core/v1.
public struct NodeList: APIType {
    public var kind = "NodeList"
    public var apiVersion = "v1"
    public var metadata = ListMeta()
    public var items: [Node] = []
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
