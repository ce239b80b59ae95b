// swift-format-ignore-file
// Made by Tools/generate-kubernetes-types.
import JSON

/// `SubjectAccessReview` of authorization/v1.
public struct SubjectAccessReview: KubernetesObject {
    public static var resourceType: ResourceType { .subjectAccessReviews }
    public var kind = "SubjectAccessReview"
    public var apiVersion = "authorization.k8s.io/v1"
    public var metadata = ObjectMeta()
    public var spec = SubjectAccessReviewSpec()
    public var status = SubjectAccessReviewStatus()
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
        fields.put("spec", spec)
        fields.putUnlessZero("status", status)
        return fields.object
    }
}

/// `SubjectAccessReviewSpec` of authorization/v1.
public struct SubjectAccessReviewSpec: APIType {
    @Boxed public var resourceAttributes: ResourceAttributes?
    @Boxed public var nonResourceAttributes: NonResourceAttributes?
    public var user = ""
    public var groups: [String] = []
    public var extra: [String: [String]] = [:]
    public var uid = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        resourceAttributes = fields.read("resourceAttributes")
        nonResourceAttributes = fields.read("nonResourceAttributes")
        user = fields.read("user")
        groups = fields.read("groups")
        extra = fields.read("extra")
        uid = fields.read("uid")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 6)
        fields.putIfSet("resourceAttributes", resourceAttributes)
        fields.putIfSet("nonResourceAttributes", nonResourceAttributes)
        fields.putUnlessZero("user", user)
        fields.putUnlessZero("groups", groups)
        fields.putUnlessZero("extra", extra)
        fields.putUnlessZero("uid", uid)
        return fields.object
    }
}

/// `ResourceAttributes` of authorization/v1.
public struct ResourceAttributes: APIType {
    public var namespace = ""
    public var verb = ""
    public var group = ""
    public var version = ""
    public var resource = ""
    public var subresource = ""
    public var name = ""
    @Boxed public var fieldSelector: FieldSelectorAttributes?
    @Boxed public var labelSelector: LabelSelectorAttributes?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        namespace = fields.read("namespace")
        verb = fields.read("verb")
        group = fields.read("group")
        version = fields.read("version")
        resource = fields.read("resource")
        subresource = fields.read("subresource")
        name = fields.read("name")
        fieldSelector = fields.read("fieldSelector")
        labelSelector = fields.read("labelSelector")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 9)
        fields.putUnlessZero("namespace", namespace)
        fields.putUnlessZero("verb", verb)
        fields.putUnlessZero("group", group)
        fields.putUnlessZero("version", version)
        fields.putUnlessZero("resource", resource)
        fields.putUnlessZero("subresource", subresource)
        fields.putUnlessZero("name", name)
        fields.putIfSet("fieldSelector", fieldSelector)
        fields.putIfSet("labelSelector", labelSelector)
        return fields.object
    }
}

/// `FieldSelectorAttributes` of authorization/v1.
public struct FieldSelectorAttributes: APIType {
    public var rawSelector = ""
    public var requirements: [FieldSelectorRequirement] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        rawSelector = fields.read("rawSelector")
        requirements = fields.read("requirements")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putUnlessZero("rawSelector", rawSelector)
        fields.putUnlessZero("requirements", requirements)
        return fields.object
    }
}

/// `FieldSelectorRequirement` of meta/v1.
public struct FieldSelectorRequirement: APIType {
    public var key = ""
    public var `operator` = FieldSelectorOperator()
    public var values: [String] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        key = fields.read("key")
        `operator` = fields.read("operator")
        values = fields.read("values")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.put("key", key)
        fields.put("operator", `operator`)
        fields.putUnlessZero("values", values)
        return fields.object
    }
}

/// `FieldSelectorOperator` of meta/v1.
public struct FieldSelectorOperator: StringEnumeration {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let `in` = Self(rawValue: "In")
    public static let notIn = Self(rawValue: "NotIn")
    public static let exists = Self(rawValue: "Exists")
    public static let doesNotExist = Self(rawValue: "DoesNotExist")
}

/// `LabelSelectorAttributes` of authorization/v1.
public struct LabelSelectorAttributes: APIType {
    public var rawSelector = ""
    public var requirements: [LabelSelectorRequirement] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        rawSelector = fields.read("rawSelector")
        requirements = fields.read("requirements")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putUnlessZero("rawSelector", rawSelector)
        fields.putUnlessZero("requirements", requirements)
        return fields.object
    }
}

/// `NonResourceAttributes` of authorization/v1.
public struct NonResourceAttributes: APIType {
    public var path = ""
    public var verb = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        path = fields.read("path")
        verb = fields.read("verb")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putUnlessZero("path", path)
        fields.putUnlessZero("verb", verb)
        return fields.object
    }
}

/// `SubjectAccessReviewStatus` of authorization/v1.
public struct SubjectAccessReviewStatus: APIType {
    public var allowed = false
    public var denied = false
    public var reason = ""
    public var evaluationError = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        allowed = fields.read("allowed")
        denied = fields.read("denied")
        reason = fields.read("reason")
        evaluationError = fields.read("evaluationError")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.put("allowed", allowed)
        fields.putUnlessZero("denied", denied)
        fields.putUnlessZero("reason", reason)
        fields.putUnlessZero("evaluationError", evaluationError)
        return fields.object
    }
}

/// `SelfSubjectAccessReview` of authorization/v1.
public struct SelfSubjectAccessReview: KubernetesObject {
    public static var resourceType: ResourceType { .selfSubjectAccessReviews }
    public var kind = "SelfSubjectAccessReview"
    public var apiVersion = "authorization.k8s.io/v1"
    public var metadata = ObjectMeta()
    public var spec = SelfSubjectAccessReviewSpec()
    public var status = SubjectAccessReviewStatus()
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
        fields.put("spec", spec)
        fields.putUnlessZero("status", status)
        return fields.object
    }
}

/// `SelfSubjectAccessReviewSpec` of authorization/v1.
public struct SelfSubjectAccessReviewSpec: APIType {
    @Boxed public var resourceAttributes: ResourceAttributes?
    @Boxed public var nonResourceAttributes: NonResourceAttributes?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        resourceAttributes = fields.read("resourceAttributes")
        nonResourceAttributes = fields.read("nonResourceAttributes")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.putIfSet("resourceAttributes", resourceAttributes)
        fields.putIfSet("nonResourceAttributes", nonResourceAttributes)
        return fields.object
    }
}

/// `SelfSubjectRulesReview` of authorization/v1.
public struct SelfSubjectRulesReview: KubernetesObject {
    public static var resourceType: ResourceType { .selfSubjectRulesReviews }
    public var kind = "SelfSubjectRulesReview"
    public var apiVersion = "authorization.k8s.io/v1"
    public var metadata = ObjectMeta()
    public var spec = SelfSubjectRulesReviewSpec()
    public var status = SubjectRulesReviewStatus()
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
        fields.put("spec", spec)
        fields.putUnlessZero("status", status)
        return fields.object
    }
}

/// `SelfSubjectRulesReviewSpec` of authorization/v1.
public struct SelfSubjectRulesReviewSpec: APIType {
    public var namespace = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        namespace = fields.read("namespace")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 1)
        fields.putUnlessZero("namespace", namespace)
        return fields.object
    }
}

/// `SubjectRulesReviewStatus` of authorization/v1.
public struct SubjectRulesReviewStatus: APIType {
    public var resourceRules: [ResourceRule] = []
    public var nonResourceRules: [NonResourceRule] = []
    public var incomplete = false
    public var evaluationError = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        resourceRules = fields.read("resourceRules")
        nonResourceRules = fields.read("nonResourceRules")
        incomplete = fields.read("incomplete")
        evaluationError = fields.read("evaluationError")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.put("resourceRules", resourceRules)
        fields.put("nonResourceRules", nonResourceRules)
        fields.put("incomplete", incomplete)
        fields.putUnlessZero("evaluationError", evaluationError)
        return fields.object
    }
}

/// `ResourceRule` of authorization/v1.
public struct ResourceRule: APIType {
    public var verbs: [String] = []
    public var apiGroups: [String] = []
    public var resources: [String] = []
    public var resourceNames: [String] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        verbs = fields.read("verbs")
        apiGroups = fields.read("apiGroups")
        resources = fields.read("resources")
        resourceNames = fields.read("resourceNames")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.put("verbs", verbs)
        fields.putUnlessZero("apiGroups", apiGroups)
        fields.putUnlessZero("resources", resources)
        fields.putUnlessZero("resourceNames", resourceNames)
        return fields.object
    }
}

/// `NonResourceRule` of authorization/v1.
public struct NonResourceRule: APIType {
    public var verbs: [String] = []
    public var nonResourceURLs: [String] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        verbs = fields.read("verbs")
        nonResourceURLs = fields.read("nonResourceURLs")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 2)
        fields.put("verbs", verbs)
        fields.putUnlessZero("nonResourceURLs", nonResourceURLs)
        return fields.object
    }
}

/// `LocalSubjectAccessReview` of authorization/v1.
public struct LocalSubjectAccessReview: KubernetesObject {
    public static var resourceType: ResourceType { .localSubjectAccessReviews }
    public var kind = "LocalSubjectAccessReview"
    public var apiVersion = "authorization.k8s.io/v1"
    public var metadata = ObjectMeta()
    public var spec = SubjectAccessReviewSpec()
    public var status = SubjectAccessReviewStatus()
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
        fields.put("spec", spec)
        fields.putUnlessZero("status", status)
        return fields.object
    }
}
