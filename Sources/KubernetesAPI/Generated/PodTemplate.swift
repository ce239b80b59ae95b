// swift-format-ignore-file
// Made by Tools/generate-kubernetes-types.
import JSON

/// `PodTemplate` of core/v1.
public struct PodTemplate: KubernetesObject {
    public static var resourceType: ResourceType { .podTemplates }
    public var kind = "PodTemplate"
    public var apiVersion = "v1"
    public var metadata = ObjectMeta()
    public var template = PodTemplateSpec()
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        fields.readIfSet("kind", &kind)
        fields.readIfSet("apiVersion", &apiVersion)
        metadata = fields.read("metadata")
        template = fields.read("template")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.putUnlessZero("kind", kind)
        fields.putUnlessZero("apiVersion", apiVersion)
        fields.putUnlessZero("metadata", metadata)
        fields.putUnlessZero("template", template)
        return fields.object
    }
}
