// swift-format-ignore-file
// Made by Tools/generate-kubernetes-types.
import JSON

/// `Namespace` of core/v1.
public struct Namespace: KubernetesObject {
    public static var resourceType: ResourceType { .namespaces }
    public var kind = "Namespace"
    public var apiVersion = "v1"
    public var metadata = ObjectMeta()
    public var spec = NamespaceSpec()
    public var status = NamespaceStatus()
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

/// `NamespaceSpec` of core/v1.
public struct NamespaceSpec: APIType {
    public var finalizers: [FinalizerName] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        finalizers = fields.read("finalizers")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 1)
        fields.putUnlessZero("finalizers", finalizers)
        return fields.object
    }
}

/// `FinalizerName` of core/v1.
public struct FinalizerName: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let kubernetes = Self(rawValue: "kubernetes")
}

/// `NamespaceStatus` of core/v1.
public struct NamespaceStatus: APIType {
    public var phase = NamespacePhase()
    public var conditions: [NamespaceCondition] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        phase = fields.read("phase")
        conditions = fields.read("conditions")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putUnlessZero("phase", phase)
        fields.putUnlessZero("conditions", conditions)
        return fields.object
    }
}

/// `NamespacePhase` of core/v1.
public struct NamespacePhase: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let active = Self(rawValue: "Active")
    public static let terminating = Self(rawValue: "Terminating")
}

/// `NamespaceCondition` of core/v1.
public struct NamespaceCondition: APIType {
    public var type = NamespaceConditionType()
    public var status = ConditionStatus()
    public var lastTransitionTime: Timestamp?
    public var reason = ""
    public var message = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        type = fields.read("type")
        status = fields.read("status")
        lastTransitionTime = fields.read("lastTransitionTime")
        reason = fields.read("reason")
        message = fields.read("message")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 5)
        fields.put("type", type)
        fields.put("status", status)
        fields.putIfSet("lastTransitionTime", lastTransitionTime)
        fields.putUnlessZero("reason", reason)
        fields.putUnlessZero("message", message)
        return fields.object
    }
}

/// `NamespaceConditionType` of core/v1.
public struct NamespaceConditionType: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let namespaceDeletionDiscoveryFailure = Self(rawValue: "NamespaceDeletionDiscoveryFailure")
    public static let namespaceDeletionContentFailure = Self(rawValue: "NamespaceDeletionContentFailure")
    public static let namespaceDeletionGroupVersionParsingFailure = Self(rawValue: "NamespaceDeletionGroupVersionParsingFailure")
    public static let namespaceContentRemaining = Self(rawValue: "NamespaceContentRemaining")
    public static let namespaceFinalizersRemaining = Self(rawValue: "NamespaceFinalizersRemaining")
}

/// `NamespaceList` of core/v1.
public struct NamespaceList: APIType {
    public var kind = "NamespaceList"
    public var apiVersion = "v1"
    public var metadata = ListMeta()
    public var items: [Namespace] = []
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
