// swift-format-ignore-file
// Made by Tools/generate-kubernetes-types.
import JSON

/// `RuntimeClass` of node/v1.
public struct RuntimeClass: KubernetesObject {
    public static var resourceType: ResourceType { .runtimeClasses }
    public var kind = "RuntimeClass"
    public var apiVersion = "node.k8s.io/v1"
    public var metadata = ObjectMeta()
    public var handler = ""
    @Boxed public var overhead: Overhead?
    @Boxed public var scheduling: Scheduling?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        fields.readIfSet("kind", &kind)
        fields.readIfSet("apiVersion", &apiVersion)
        metadata = fields.read("metadata")
        handler = fields.read("handler")
        overhead = fields.read("overhead")
        scheduling = fields.read("scheduling")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 6)
        fields.putUnlessZero("kind", kind)
        fields.putUnlessZero("apiVersion", apiVersion)
        fields.putUnlessZero("metadata", metadata)
        fields.put("handler", handler)
        fields.putIfSet("overhead", overhead)
        fields.putIfSet("scheduling", scheduling)
        return fields.object
    }
}

/// `Overhead` of node/v1.
public struct Overhead: APIType {
    public var podFixed: [String: Quantity] = [:]
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        podFixed = fields.read("podFixed")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 1)
        fields.putUnlessZero("podFixed", podFixed)
        return fields.object
    }
}

/// `Scheduling` of node/v1.
public struct Scheduling: APIType {
    public var nodeSelector: [String: String] = [:]
    public var tolerations: [Toleration] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        nodeSelector = fields.read("nodeSelector")
        tolerations = fields.read("tolerations")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putUnlessZero("nodeSelector", nodeSelector)
        fields.putUnlessZero("tolerations", tolerations)
        return fields.object
    }
}
