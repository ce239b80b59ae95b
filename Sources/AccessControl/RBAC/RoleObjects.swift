import JSON
import KubernetesAPI

/// A namespace and a name; the namespace is empty for what has none.
public struct ObjectName: Sendable, Hashable {
    public var namespace: String
    public var name: String

    public init(namespace: String = "", name: String) {
        self.namespace = namespace
        self.name = name
    }
}

/// What a binding points to.
public struct RoleReference: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable {
        case role = "Role"
        case clusterRole = "ClusterRole"

        /// `roles`, `clusterroles`
        var plural: String { self == .role ? "roles" : "clusterroles" }
    }

    public var kind: Kind
    public var name: String

    public init(_ kind: Kind, _ name: String) {
        self.kind = kind
        self.name = name
    }

    /// Nil for a kind that is no role.
    public init?(json: JSONValue) {
        guard let kind = json["kind"]?.stringValue.flatMap(Kind.init),
            let name = json["name"]?.stringValue
        else { return nil }
        self.init(kind, name)
    }
}

/// Whom a binding gives a role.
public struct RoleSubject: Sendable, Hashable {
    /// `User`, `Group`, `ServiceAccount`
    public var kind: String
    public var name: String
    /// Of a service account.
    public var namespace: String

    public init(kind: String, name: String, namespace: String = "") {
        self.kind = kind
        self.name = name
        self.namespace = namespace
    }

    public init(json: JSONValue) {
        self.init(
            kind: json["kind"]?.stringValue ?? "", name: json["name"]?.stringValue ?? "",
            namespace: json["namespace"]?.stringValue ?? "")
    }

    public var json: JSONValue {
        var json: JSONValue = ["kind": .string(kind), "name": .string(name)]
        if kind == "ServiceAccount" {
            json["namespace"] = .string(namespace)
        } else {
            json["apiGroup"] = "rbac.authorization.k8s.io"
        }
        return json
    }
}

/// A RoleBinding or a ClusterRoleBinding.
public struct RoleBinding: Sendable, Hashable {
    /// The namespace is empty for a ClusterRoleBinding.
    public var id: ObjectName
    public var role: RoleReference
    public var subjects: [RoleSubject]

    public init(id: ObjectName, role: RoleReference, subjects: [RoleSubject]) {
        self.id = id
        self.role = role
        self.subjects = subjects
    }

    /// Nil where it points to nothing that could be a role.
    public init?(json: JSONValue) {
        guard let role = json["roleRef"].flatMap({ RoleReference(json: $0) }) else { return nil }
        self.init(
            id: ObjectName(object: json), role: role,
            subjects: json["subjects"]?.arrayValue?.map { RoleSubject(json: $0) } ?? [])
    }
}

extension ObjectName {
    init(object: JSONValue) {
        self.init(
            namespace: object.value(at: "metadata", "namespace")?.stringValue ?? "",
            name: object.value(at: "metadata", "name")?.stringValue ?? "")
    }
}
