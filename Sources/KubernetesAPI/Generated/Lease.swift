// swift-format-ignore-file
// Made by Tools/generate-kubernetes-types.
import JSON

/// `Lease` of coordination/v1.
public struct Lease: KubernetesObject {
    public static var resourceType: ResourceType { .leases }
    public var kind = "Lease"
    public var apiVersion = "coordination.k8s.io/v1"
    public var metadata = ObjectMeta()
    public var spec = LeaseSpec()
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        fields.readIfSet("kind", &kind)
        fields.readIfSet("apiVersion", &apiVersion)
        metadata = fields.read("metadata")
        spec = fields.read("spec")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.putUnlessZero("kind", kind)
        fields.putUnlessZero("apiVersion", apiVersion)
        fields.putUnlessZero("metadata", metadata)
        fields.putUnlessZero("spec", spec)
        return fields.object
    }
}

/// `LeaseSpec` of coordination/v1.
public struct LeaseSpec: APIType {
    public var holderIdentity: String?
    public var leaseDurationSeconds: Int32?
    public var acquireTime: Timestamp?
    public var renewTime: Timestamp?
    public var leaseTransitions: Int32?
    public var strategy: CoordinatedLeaseStrategy?
    public var preferredHolder: String?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        holderIdentity = fields.read("holderIdentity")
        leaseDurationSeconds = fields.read("leaseDurationSeconds")
        acquireTime = fields.read("acquireTime")
        renewTime = fields.read("renewTime")
        leaseTransitions = fields.read("leaseTransitions")
        strategy = fields.read("strategy")
        preferredHolder = fields.read("preferredHolder")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 7)
        fields.putIfSet("holderIdentity", holderIdentity)
        fields.putIfSet("leaseDurationSeconds", leaseDurationSeconds)
        fields.putMicroTime("acquireTime", acquireTime)
        fields.putMicroTime("renewTime", renewTime)
        fields.putIfSet("leaseTransitions", leaseTransitions)
        fields.putIfSet("strategy", strategy)
        fields.putIfSet("preferredHolder", preferredHolder)
        return fields.object
    }
}

/// `CoordinatedLeaseStrategy` of coordination/v1.
public struct CoordinatedLeaseStrategy: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let oldestEmulationVersion = Self(rawValue: "OldestEmulationVersion")
}
