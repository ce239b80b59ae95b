// swift-format-ignore-file
// Made by Tools/generate-kubernetes-types.
import JSON

/// `LimitRange` of core/v1.
public struct LimitRange: KubernetesObject {
    public static var resourceType: ResourceType { .limitRanges }
    public var kind = "LimitRange"
    public var apiVersion = "v1"
    public var metadata = ObjectMeta()
    public var spec = LimitRangeSpec()
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

/// `LimitRangeSpec` of core/v1.
public struct LimitRangeSpec: APIType {
    public var limits: [LimitRangeItem] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        limits = fields.read("limits")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 1)
        fields.put("limits", limits)
        return fields.object
    }
}

/// `LimitRangeItem` of core/v1.
public struct LimitRangeItem: APIType {
    public var type = LimitType()
    public var max: [String: Quantity] = [:]
    public var min: [String: Quantity] = [:]
    public var `default`: [String: Quantity] = [:]
    public var defaultRequest: [String: Quantity] = [:]
    public var maxLimitRequestRatio: [String: Quantity] = [:]
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        type = fields.read("type")
        max = fields.read("max")
        min = fields.read("min")
        `default` = fields.read("default")
        defaultRequest = fields.read("defaultRequest")
        maxLimitRequestRatio = fields.read("maxLimitRequestRatio")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 6)
        fields.put("type", type)
        fields.putUnlessZero("max", max)
        fields.putUnlessZero("min", min)
        fields.putUnlessZero("default", `default`)
        fields.putUnlessZero("defaultRequest", defaultRequest)
        fields.putUnlessZero("maxLimitRequestRatio", maxLimitRequestRatio)
        return fields.object
    }
}

/// `LimitType` of core/v1.
public struct LimitType: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let pod = Self(rawValue: "Pod")
    public static let container = Self(rawValue: "Container")
    public static let persistentVolumeClaim = Self(rawValue: "PersistentVolumeClaim")
}

/// `ResourceQuota` of core/v1.
public struct ResourceQuota: KubernetesObject {
    public static var resourceType: ResourceType { .resourceQuotas }
    public var kind = "ResourceQuota"
    public var apiVersion = "v1"
    public var metadata = ObjectMeta()
    public var spec = ResourceQuotaSpec()
    public var status = ResourceQuotaStatus()
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

/// `ResourceQuotaSpec` of core/v1.
public struct ResourceQuotaSpec: APIType {
    public var hard: [String: Quantity] = [:]
    public var scopes: [ResourceQuotaScope] = []
    @Boxed public var scopeSelector: ScopeSelector?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        hard = fields.read("hard")
        scopes = fields.read("scopes")
        scopeSelector = fields.read("scopeSelector")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.putUnlessZero("hard", hard)
        fields.putUnlessZero("scopes", scopes)
        fields.putIfSet("scopeSelector", scopeSelector)
        return fields.object
    }
}

/// `ResourceQuotaScope` of core/v1.
public struct ResourceQuotaScope: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let terminating = Self(rawValue: "Terminating")
    public static let notTerminating = Self(rawValue: "NotTerminating")
    public static let bestEffort = Self(rawValue: "BestEffort")
    public static let notBestEffort = Self(rawValue: "NotBestEffort")
    public static let priorityClass = Self(rawValue: "PriorityClass")
    public static let crossNamespacePodAffinity = Self(rawValue: "CrossNamespacePodAffinity")
    public static let volumeAttributesClass = Self(rawValue: "VolumeAttributesClass")
}

/// `ScopeSelector` of core/v1.
public struct ScopeSelector: APIType {
    public var matchExpressions: [ScopedResourceSelectorRequirement] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        matchExpressions = fields.read("matchExpressions")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 1)
        fields.putUnlessZero("matchExpressions", matchExpressions)
        return fields.object
    }
}

/// `ScopedResourceSelectorRequirement` of core/v1.
public struct ScopedResourceSelectorRequirement: APIType {
    public var scopeName = ResourceQuotaScope()
    public var `operator` = ScopeSelectorOperator()
    public var values: [String] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        scopeName = fields.read("scopeName")
        `operator` = fields.read("operator")
        values = fields.read("values")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.put("scopeName", scopeName)
        fields.put("operator", `operator`)
        fields.putUnlessZero("values", values)
        return fields.object
    }
}

/// `ScopeSelectorOperator` of core/v1.
public struct ScopeSelectorOperator: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let `in` = Self(rawValue: "In")
    public static let notIn = Self(rawValue: "NotIn")
    public static let exists = Self(rawValue: "Exists")
    public static let doesNotExist = Self(rawValue: "DoesNotExist")
}

/// `ResourceQuotaStatus` of core/v1.
public struct ResourceQuotaStatus: APIType {
    public var hard: [String: Quantity] = [:]
    public var used: [String: Quantity] = [:]
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        hard = fields.read("hard")
        used = fields.read("used")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putUnlessZero("hard", hard)
        fields.putUnlessZero("used", used)
        return fields.object
    }
}
