// swift-format-ignore-file
// Made by Tools/generate-kubernetes-types.
import JSON

/// `Binding` of core/v1.
public struct Binding: KubernetesObject {
    public static var resourceType: ResourceType { .bindings }
    public var kind = "Binding"
    public var apiVersion = "v1"
    public var metadata = ObjectMeta()
    public var target = ObjectReference()
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        fields.readIfSet("kind", &kind)
        fields.readIfSet("apiVersion", &apiVersion)
        metadata = fields.read("metadata")
        target = fields.read("target")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.putUnlessZero("kind", kind)
        fields.putUnlessZero("apiVersion", apiVersion)
        fields.putUnlessZero("metadata", metadata)
        fields.put("target", target)
        return fields.object
    }
}
