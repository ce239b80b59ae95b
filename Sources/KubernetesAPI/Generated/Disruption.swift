// swift-format-ignore-file
// Made by Tools/generate-kubernetes-types.
import JSON

/// `PodDisruptionBudget` of policy/v1.
public struct PodDisruptionBudget: KubernetesObject {
    public static var resourceType: ResourceType { .podDisruptionBudgets }
    public var kind = "PodDisruptionBudget"
    public var apiVersion = "policy/v1"
    public var metadata = ObjectMeta()
    public var spec = PodDisruptionBudgetSpec()
    public var status = PodDisruptionBudgetStatus()
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

/// `PodDisruptionBudgetSpec` of policy/v1.
public struct PodDisruptionBudgetSpec: APIType {
    public var minAvailable: IntOrString?
    @Boxed public var selector: LabelSelector?
    public var maxUnavailable: IntOrString?
    public var unhealthyPodEvictionPolicy: UnhealthyPodEvictionPolicyType?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        minAvailable = fields.read("minAvailable")
        selector = fields.read("selector")
        maxUnavailable = fields.read("maxUnavailable")
        unhealthyPodEvictionPolicy = fields.read("unhealthyPodEvictionPolicy")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.putIfSet("minAvailable", minAvailable)
        fields.putIfSet("selector", selector)
        fields.putIfSet("maxUnavailable", maxUnavailable)
        fields.putIfSet("unhealthyPodEvictionPolicy", unhealthyPodEvictionPolicy)
        return fields.object
    }
}

/// `UnhealthyPodEvictionPolicyType` of policy/v1.
public struct UnhealthyPodEvictionPolicyType: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let ifHealthyBudget = Self(rawValue: "IfHealthyBudget")
    public static let alwaysAllow = Self(rawValue: "AlwaysAllow")
}

/// `PodDisruptionBudgetStatus` of policy/v1.
public struct PodDisruptionBudgetStatus: APIType {
    public var observedGeneration: Int64 = 0
    public var disruptedPods: [String: Timestamp] = [:]
    public var disruptionsAllowed: Int32 = 0
    public var currentHealthy: Int32 = 0
    public var desiredHealthy: Int32 = 0
    public var expectedPods: Int32 = 0
    public var conditions: [Condition] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        observedGeneration = fields.read("observedGeneration")
        disruptedPods = fields.read("disruptedPods")
        disruptionsAllowed = fields.read("disruptionsAllowed")
        currentHealthy = fields.read("currentHealthy")
        desiredHealthy = fields.read("desiredHealthy")
        expectedPods = fields.read("expectedPods")
        conditions = fields.read("conditions")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 7)
        fields.putUnlessZero("observedGeneration", observedGeneration)
        fields.putUnlessZero("disruptedPods", disruptedPods)
        fields.putUnlessZero("disruptionsAllowed", disruptionsAllowed)
        fields.putUnlessZero("currentHealthy", currentHealthy)
        fields.putUnlessZero("desiredHealthy", desiredHealthy)
        fields.putUnlessZero("expectedPods", expectedPods)
        fields.putUnlessZero("conditions", conditions)
        return fields.object
    }
}

/// `Eviction` of policy/v1.
public struct Eviction: APIType {
    public var kind = "Eviction"
    public var apiVersion = "policy/v1"
    public var metadata = ObjectMeta()
    @Boxed public var deleteOptions: MetaDeleteOptions?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        fields.readIfSet("kind", &kind)
        fields.readIfSet("apiVersion", &apiVersion)
        metadata = fields.read("metadata")
        deleteOptions = fields.read("deleteOptions")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.putUnlessZero("kind", kind)
        fields.putUnlessZero("apiVersion", apiVersion)
        fields.putUnlessZero("metadata", metadata)
        fields.putIfSet("deleteOptions", deleteOptions)
        return fields.object
    }
}
