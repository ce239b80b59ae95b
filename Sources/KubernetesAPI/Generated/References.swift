// swift-format-ignore-file
// Made by Tools/generate-kubernetes-types.
import JSON

/// `ObjectReference` of core/v1.
public struct ObjectReference: APIType {
    public var kind = ""
    public var namespace = ""
    public var name = ""
    public var uid = ""
    public var apiVersion = ""
    public var resourceVersion = ""
    public var fieldPath = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        kind = fields.read("kind")
        namespace = fields.read("namespace")
        name = fields.read("name")
        uid = fields.read("uid")
        apiVersion = fields.read("apiVersion")
        resourceVersion = fields.read("resourceVersion")
        fieldPath = fields.read("fieldPath")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 7)
        fields.putUnlessZero("kind", kind)
        fields.putUnlessZero("namespace", namespace)
        fields.putUnlessZero("name", name)
        fields.putUnlessZero("uid", uid)
        fields.putUnlessZero("apiVersion", apiVersion)
        fields.putUnlessZero("resourceVersion", resourceVersion)
        fields.putUnlessZero("fieldPath", fieldPath)
        return fields.object
    }
}
