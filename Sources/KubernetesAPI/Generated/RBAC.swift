// swift-format-ignore-file
// Made by Tools/generate-kubernetes-types.
import JSON

/// `Role` of rbac/v1.
public struct Role: KubernetesObject {
    public static var resourceType: ResourceType { .roles }
    public var kind = "Role"
    public var apiVersion = "rbac.authorization.k8s.io/v1"
    public var metadata = ObjectMeta()
    public var rules: [PolicyRule] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        fields.readIfSet("kind", &kind)
        fields.readIfSet("apiVersion", &apiVersion)
        metadata = fields.read("metadata")
        rules = fields.read("rules")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.putUnlessZero("kind", kind)
        fields.putUnlessZero("apiVersion", apiVersion)
        fields.putUnlessZero("metadata", metadata)
        fields.putUnlessZero("rules", rules)
        return fields.object
    }
}

/// `PolicyRule` of rbac/v1.
public struct PolicyRule: APIType {
    public var verbs: [String] = []
    public var apiGroups: [String] = []
    public var resources: [String] = []
    public var resourceNames: [String] = []
    public var nonResourceURLs: [String] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        verbs = fields.read("verbs")
        apiGroups = fields.read("apiGroups")
        resources = fields.read("resources")
        resourceNames = fields.read("resourceNames")
        nonResourceURLs = fields.read("nonResourceURLs")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 5)
        fields.put("verbs", verbs)
        fields.putUnlessZero("apiGroups", apiGroups)
        fields.putUnlessZero("resources", resources)
        fields.putUnlessZero("resourceNames", resourceNames)
        fields.putUnlessZero("nonResourceURLs", nonResourceURLs)
        return fields.object
    }
}

/// `RoleBinding` of rbac/v1.
public struct RoleBinding: KubernetesObject {
    public static var resourceType: ResourceType { .roleBindings }
    public var kind = "RoleBinding"
    public var apiVersion = "rbac.authorization.k8s.io/v1"
    public var metadata = ObjectMeta()
    public var subjects: [Subject] = []
    public var roleRef = RoleRef()
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        fields.readIfSet("kind", &kind)
        fields.readIfSet("apiVersion", &apiVersion)
        metadata = fields.read("metadata")
        subjects = fields.read("subjects")
        roleRef = fields.read("roleRef")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 5)
        fields.putUnlessZero("kind", kind)
        fields.putUnlessZero("apiVersion", apiVersion)
        fields.putUnlessZero("metadata", metadata)
        fields.putUnlessZero("subjects", subjects)
        fields.put("roleRef", roleRef)
        return fields.object
    }
}

/// `Subject` of rbac/v1.
public struct Subject: APIType {
    public var kind = ""
    public var apiGroup = ""
    public var name = ""
    public var namespace = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        kind = fields.read("kind")
        apiGroup = fields.read("apiGroup")
        name = fields.read("name")
        namespace = fields.read("namespace")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 4)
        fields.put("kind", kind)
        fields.putUnlessZero("apiGroup", apiGroup)
        fields.put("name", name)
        fields.putUnlessZero("namespace", namespace)
        return fields.object
    }
}

/// `RoleRef` of rbac/v1.
public struct RoleRef: APIType {
    public var apiGroup = ""
    public var kind = ""
    public var name = ""
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        apiGroup = fields.read("apiGroup")
        kind = fields.read("kind")
        name = fields.read("name")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 3)
        fields.putUnlessZero("apiGroup", apiGroup)
        fields.put("kind", kind)
        fields.put("name", name)
        return fields.object
    }
}

/// `ClusterRole` of rbac/v1.
public struct ClusterRole: KubernetesObject {
    public static var resourceType: ResourceType { .clusterRoles }
    public var kind = "ClusterRole"
    public var apiVersion = "rbac.authorization.k8s.io/v1"
    public var metadata = ObjectMeta()
    public var rules: [PolicyRule] = []
    @Boxed public var aggregationRule: AggregationRule?
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        fields.readIfSet("kind", &kind)
        fields.readIfSet("apiVersion", &apiVersion)
        metadata = fields.read("metadata")
        rules = fields.read("rules")
        aggregationRule = fields.read("aggregationRule")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 5)
        fields.putUnlessZero("kind", kind)
        fields.putUnlessZero("apiVersion", apiVersion)
        fields.putUnlessZero("metadata", metadata)
        fields.putUnlessZero("rules", rules)
        fields.putIfSet("aggregationRule", aggregationRule)
        return fields.object
    }
}

/// `AggregationRule` of rbac/v1.
public struct AggregationRule: APIType {
    public var clusterRoleSelectors: [LabelSelector] = []
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        clusterRoleSelectors = fields.read("clusterRoleSelectors")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 1)
        fields.putUnlessZero("clusterRoleSelectors", clusterRoleSelectors)
        return fields.object
    }
}

/// `ClusterRoleBinding` of rbac/v1.
public struct ClusterRoleBinding: KubernetesObject {
    public static var resourceType: ResourceType { .clusterRoleBindings }
    public var kind = "ClusterRoleBinding"
    public var apiVersion = "rbac.authorization.k8s.io/v1"
    public var metadata = ObjectMeta()
    public var subjects: [Subject] = []
    public var roleRef = RoleRef()
    public init() {}
    @_optimize(none) public init(json: JSONValue) {
        let fields = FieldReader(json)
        fields.readIfSet("kind", &kind)
        fields.readIfSet("apiVersion", &apiVersion)
        metadata = fields.read("metadata")
        subjects = fields.read("subjects")
        roleRef = fields.read("roleRef")
    }
    @_optimize(none) public var json: JSONValue {
        var fields = FieldWriter(capacity: 5)
        fields.putUnlessZero("kind", kind)
        fields.putUnlessZero("apiVersion", apiVersion)
        fields.putUnlessZero("metadata", metadata)
        fields.putUnlessZero("subjects", subjects)
        fields.put("roleRef", roleRef)
        return fields.object
    }
}
