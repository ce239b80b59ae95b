// swift-format-ignore-file
// Made by Tools/generate-kubernetes-types.
import JSON

/// `Service` of core/v1.
public struct Service: KubernetesObject {
    public static var resourceType: ResourceType { .services }
    public var kind = "Service"
    public var apiVersion = "v1"
    public var metadata = ObjectMeta()
    public var spec = ServiceSpec()
    public var status = ServiceStatus()
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

/// `ServiceSpec` of core/v1.
public struct ServiceSpec: APIType {
    public var ports: [ServicePort] = []
    public var selector: [String: String] = [:]
    public var clusterIP = ""
    public var clusterIPs: [String] = []
    public var type = ServiceType()
    public var externalIPs: [String] = []
    public var sessionAffinity = ServiceAffinity()
    public var loadBalancerIP = ""
    public var loadBalancerSourceRanges: [String] = []
    public var externalName = ""
    public var externalTrafficPolicy = ServiceExternalTrafficPolicy()
    public var healthCheckNodePort: Int32 = 0
    public var publishNotReadyAddresses = false
    @Boxed public var sessionAffinityConfig: SessionAffinityConfig?
    public var ipFamilies: [IPFamily] = []
    public var ipFamilyPolicy: IPFamilyPolicy?
    public var allocateLoadBalancerNodePorts: Bool?
    public var loadBalancerClass: String?
    public var internalTrafficPolicy: ServiceInternalTrafficPolicy?
    public var trafficDistribution: String?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        ports = fields.read("ports")
        selector = fields.read("selector")
        clusterIP = fields.read("clusterIP")
        clusterIPs = fields.read("clusterIPs")
        type = fields.read("type")
        externalIPs = fields.read("externalIPs")
        sessionAffinity = fields.read("sessionAffinity")
        loadBalancerIP = fields.read("loadBalancerIP")
        loadBalancerSourceRanges = fields.read("loadBalancerSourceRanges")
        externalName = fields.read("externalName")
        externalTrafficPolicy = fields.read("externalTrafficPolicy")
        healthCheckNodePort = fields.read("healthCheckNodePort")
        publishNotReadyAddresses = fields.read("publishNotReadyAddresses")
        sessionAffinityConfig = fields.read("sessionAffinityConfig")
        ipFamilies = fields.read("ipFamilies")
        ipFamilyPolicy = fields.read("ipFamilyPolicy")
        allocateLoadBalancerNodePorts = fields.read("allocateLoadBalancerNodePorts")
        loadBalancerClass = fields.read("loadBalancerClass")
        internalTrafficPolicy = fields.read("internalTrafficPolicy")
        trafficDistribution = fields.read("trafficDistribution")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 20)
        fields.putUnlessZero("ports", ports)
        fields.putUnlessZero("selector", selector)
        fields.putUnlessZero("clusterIP", clusterIP)
        fields.putUnlessZero("clusterIPs", clusterIPs)
        fields.putUnlessZero("type", type)
        fields.putUnlessZero("externalIPs", externalIPs)
        fields.putUnlessZero("sessionAffinity", sessionAffinity)
        fields.putUnlessZero("loadBalancerIP", loadBalancerIP)
        fields.putUnlessZero("loadBalancerSourceRanges", loadBalancerSourceRanges)
        fields.putUnlessZero("externalName", externalName)
        fields.putUnlessZero("externalTrafficPolicy", externalTrafficPolicy)
        fields.putUnlessZero("healthCheckNodePort", healthCheckNodePort)
        fields.putUnlessZero("publishNotReadyAddresses", publishNotReadyAddresses)
        fields.putIfSet("sessionAffinityConfig", sessionAffinityConfig)
        fields.putUnlessZero("ipFamilies", ipFamilies)
        fields.putIfSet("ipFamilyPolicy", ipFamilyPolicy)
        fields.putIfSet("allocateLoadBalancerNodePorts", allocateLoadBalancerNodePorts)
        fields.putIfSet("loadBalancerClass", loadBalancerClass)
        fields.putIfSet("internalTrafficPolicy", internalTrafficPolicy)
        fields.putIfSet("trafficDistribution", trafficDistribution)
        return fields.object
    }
}

/// `ServicePort` of core/v1.
public struct ServicePort: APIType {
    public var name = ""
    public var `protocol` = NetworkProtocol()
    public var appProtocol: String?
    public var port: Int32 = 0
    public var targetPort = IntOrString()
    public var nodePort: Int32 = 0
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        `protocol` = fields.read("protocol")
        appProtocol = fields.read("appProtocol")
        port = fields.read("port")
        targetPort = fields.read("targetPort")
        nodePort = fields.read("nodePort")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 6)
        fields.putUnlessZero("name", name)
        fields.putUnlessZero("protocol", `protocol`)
        fields.putIfSet("appProtocol", appProtocol)
        fields.put("port", port)
        fields.putUnlessZero("targetPort", targetPort)
        fields.putUnlessZero("nodePort", nodePort)
        return fields.object
    }
}

/// `ServiceType` of core/v1.
public struct ServiceType: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let clusterIP = Self(rawValue: "ClusterIP")
    public static let nodePort = Self(rawValue: "NodePort")
    public static let loadBalancer = Self(rawValue: "LoadBalancer")
    public static let externalName = Self(rawValue: "ExternalName")
}

/// `ServiceAffinity` of core/v1.
public struct ServiceAffinity: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let clientIP = Self(rawValue: "ClientIP")
    public static let noneValue = Self(rawValue: "None")
}

/// `ServiceExternalTrafficPolicy` of core/v1.
public struct ServiceExternalTrafficPolicy: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let cluster = Self(rawValue: "Cluster")
    public static let local = Self(rawValue: "Local")
}

/// `SessionAffinityConfig` of core/v1.
public struct SessionAffinityConfig: APIType {
    @Boxed public var clientIP: ClientIPConfig?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        clientIP = fields.read("clientIP")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 1)
        fields.putIfSet("clientIP", clientIP)
        return fields.object
    }
}

/// `ClientIPConfig` of core/v1.
public struct ClientIPConfig: APIType {
    public var timeoutSeconds: Int32?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        timeoutSeconds = fields.read("timeoutSeconds")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 1)
        fields.putIfSet("timeoutSeconds", timeoutSeconds)
        return fields.object
    }
}

/// `IPFamily` of core/v1.
public struct IPFamily: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let iPv4 = Self(rawValue: "IPv4")
    public static let iPv6 = Self(rawValue: "IPv6")
}

/// `IPFamilyPolicy` of core/v1.
public struct IPFamilyPolicy: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let singleStack = Self(rawValue: "SingleStack")
    public static let preferDualStack = Self(rawValue: "PreferDualStack")
    public static let requireDualStack = Self(rawValue: "RequireDualStack")
}

/// `ServiceInternalTrafficPolicy` of core/v1.
public struct ServiceInternalTrafficPolicy: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let cluster = Self(rawValue: "Cluster")
    public static let local = Self(rawValue: "Local")
}

/// `ServiceStatus` of core/v1.
public struct ServiceStatus: APIType {
    public var loadBalancer = LoadBalancerStatus()
    public var conditions: [Condition] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        loadBalancer = fields.read("loadBalancer")
        conditions = fields.read("conditions")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putUnlessZero("loadBalancer", loadBalancer)
        fields.putUnlessZero("conditions", conditions)
        return fields.object
    }
}

/// `LoadBalancerStatus` of core/v1.
public struct LoadBalancerStatus: APIType {
    public var ingress: [LoadBalancerIngress] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        ingress = fields.read("ingress")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 1)
        fields.putUnlessZero("ingress", ingress)
        return fields.object
    }
}

/// `LoadBalancerIngress` of core/v1.
public struct LoadBalancerIngress: APIType {
    public var ip = ""
    public var hostname = ""
    public var ipMode: LoadBalancerIPMode?
    public var ports: [PortStatus] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        ip = fields.read("ip")
        hostname = fields.read("hostname")
        ipMode = fields.read("ipMode")
        ports = fields.read("ports")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.putUnlessZero("ip", ip)
        fields.putUnlessZero("hostname", hostname)
        fields.putIfSet("ipMode", ipMode)
        fields.putUnlessZero("ports", ports)
        return fields.object
    }
}

/// `LoadBalancerIPMode` of core/v1.
public struct LoadBalancerIPMode: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let vip = Self(rawValue: "VIP")
    public static let proxy = Self(rawValue: "Proxy")
}

/// `PortStatus` of core/v1.
public struct PortStatus: APIType {
    public var port: Int32 = 0
    public var `protocol` = NetworkProtocol()
    public var error: String?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        port = fields.read("port")
        `protocol` = fields.read("protocol")
        error = fields.read("error")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.put("port", port)
        fields.put("protocol", `protocol`)
        fields.putIfSet("error", error)
        return fields.object
    }
}

/// `Endpoints` of core/v1.
public struct Endpoints: KubernetesObject {
    public static var resourceType: ResourceType { .endpoints }
    public var kind = "Endpoints"
    public var apiVersion = "v1"
    public var metadata = ObjectMeta()
    public var subsets: [EndpointSubset] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        fields.readIfSet("kind", &kind)
        fields.readIfSet("apiVersion", &apiVersion)
        metadata = fields.read("metadata")
        subsets = fields.read("subsets")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.putUnlessZero("kind", kind)
        fields.putUnlessZero("apiVersion", apiVersion)
        fields.putUnlessZero("metadata", metadata)
        fields.putUnlessZero("subsets", subsets)
        return fields.object
    }
}

/// `EndpointSubset` of core/v1.
public struct EndpointSubset: APIType {
    public var addresses: [EndpointAddress] = []
    public var notReadyAddresses: [EndpointAddress] = []
    public var ports: [EndpointPort] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        addresses = fields.read("addresses")
        notReadyAddresses = fields.read("notReadyAddresses")
        ports = fields.read("ports")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.putUnlessZero("addresses", addresses)
        fields.putUnlessZero("notReadyAddresses", notReadyAddresses)
        fields.putUnlessZero("ports", ports)
        return fields.object
    }
}

/// `EndpointAddress` of core/v1.
public struct EndpointAddress: APIType {
    public var ip = ""
    public var hostname = ""
    public var nodeName: String?
    @Boxed public var targetRef: ObjectReference?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        ip = fields.read("ip")
        hostname = fields.read("hostname")
        nodeName = fields.read("nodeName")
        targetRef = fields.read("targetRef")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.put("ip", ip)
        fields.putUnlessZero("hostname", hostname)
        fields.putIfSet("nodeName", nodeName)
        fields.putIfSet("targetRef", targetRef)
        return fields.object
    }
}

/// `EndpointPort` of core/v1.
public struct EndpointPort: APIType {
    public var name = ""
    public var port: Int32 = 0
    public var `protocol` = NetworkProtocol()
    public var appProtocol: String?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        name = fields.read("name")
        port = fields.read("port")
        `protocol` = fields.read("protocol")
        appProtocol = fields.read("appProtocol")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.putUnlessZero("name", name)
        fields.put("port", port)
        fields.putUnlessZero("protocol", `protocol`)
        fields.putIfSet("appProtocol", appProtocol)
        return fields.object
    }
}
