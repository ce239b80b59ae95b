import JSON

/// RoleBindings and ClusterRoleBindings (pkg/apis/rbac/validation).
public enum RoleBindingValidation {
    static let group = "rbac.authorization.k8s.io"

    /// - Parameter namespaced: a RoleBinding, which may bind a Role of its namespace.
    public static func validate(_ binding: JSONValue, namespaced: Bool) -> [FieldError] {
        roleErrors(binding["roleRef"] ?? .null, namespaced: namespaced)
            + binding.elements("subjects").enumerated().flatMap { index, subject in
                subjectErrors(subject, "subjects[\(index)]", namespaced: namespaced)
            }
    }

    public static func validateUpdate(
        _ binding: JSONValue, from old: JSONValue, namespaced: Bool
    ) -> [FieldError] {
        var errors = validate(binding, namespaced: namespaced)
        if binding["roleRef"] != old["roleRef"] {
            errors.append(.invalid("roleRef", binding["roleRef"] ?? .null, "cannot change roleRef"))
        }
        return errors
    }

    private static func roleErrors(_ role: JSONValue, namespaced: Bool) -> [FieldError] {
        var errors: [FieldError] = []
        if role.string("apiGroup") != group {
            errors.append(
                .notSupported(
                    "roleRef.apiGroup", .string(role.string("apiGroup")), supported: [group]))
        }
        let kinds = namespaced ? ["Role", "ClusterRole"] : ["ClusterRole"]
        if !kinds.contains(role.string("kind")) {
            errors.append(
                .notSupported("roleRef.kind", .string(role.string("kind")), inOrder: kinds))
        }
        let name = role.string("name")
        if name.isEmpty { return errors + [.required("roleRef.name")] }
        return errors
            + NameValidation.pathSegment(name).map { .invalid("roleRef.name", .string(name), $0) }
    }

    private static func subjectErrors(
        _ subject: JSONValue, _ path: String, namespaced: Bool
    ) -> [FieldError] {
        let name = subject.string("name")
        let group = subject.string("apiGroup")
        var errors: [FieldError] = name.isEmpty ? [.required("\(path).name")] : []
        switch subject.string("kind") {
        case "ServiceAccount":
            if !name.isEmpty {
                errors += NameValidation.dns1123Subdomain(name).map {
                    .invalid("\(path).name", .string(name), $0)
                }
            }
            if !group.isEmpty {
                errors.append(
                    .notSupported("\(path).apiGroup", .string(group), supported: [""]))
            }
            if !namespaced, subject.string("namespace").isEmpty {
                errors.append(.required("\(path).namespace"))
            }
        case "User", "Group":
            if group != Self.group {
                errors.append(
                    .notSupported("\(path).apiGroup", .string(group), supported: [Self.group]))
            }
        case let kind:
            errors.append(
                .notSupported(
                    "\(path).kind", .string(kind), inOrder: ["ServiceAccount", "User", "Group"]))
        }
        return errors
    }
}
