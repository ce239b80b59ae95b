// swift-format-ignore-file
// Made by Tools/generate-kubernetes-types.
import JSON

/// `PriorityClass` of scheduling/v1.
public struct PriorityClass: KubernetesObject {
    public static var resourceType: ResourceType { .priorityClasses }
    public var kind = "PriorityClass"
    public var apiVersion = "scheduling.k8s.io/v1"
    public var metadata = ObjectMeta()
    public var value: Int32 = 0
    public var globalDefault = false
    public var description = ""
    public var preemptionPolicy: PreemptionPolicy?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        fields.readIfSet("kind", &kind)
        fields.readIfSet("apiVersion", &apiVersion)
        metadata = fields.read("metadata")
        value = fields.read("value")
        globalDefault = fields.read("globalDefault")
        description = fields.read("description")
        preemptionPolicy = fields.read("preemptionPolicy")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 7)
        fields.putUnlessZero("kind", kind)
        fields.putUnlessZero("apiVersion", apiVersion)
        fields.putUnlessZero("metadata", metadata)
        fields.putUnlessZero("value", value)
        fields.putUnlessZero("globalDefault", globalDefault)
        fields.putUnlessZero("description", description)
        fields.putIfSet("preemptionPolicy", preemptionPolicy)
        return fields.object
    }
}
