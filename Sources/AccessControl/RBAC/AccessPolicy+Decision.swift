/// Whether something is allowed, and why.
public struct AccessDecision: Sendable, Hashable {
    public var isAllowed: Bool
    /// For people and for the audit log; may be empty.
    public var reason: String

    public init(isAllowed: Bool, reason: String = "") {
        self.isAllowed = isAllowed
        self.reason = reason
    }
}

/// The rules that apply to somebody, and the roles that should have given more.
public struct ResolvedRules: Sendable, Hashable {
    public var rules: [PolicyRule] = []
    /// One sentence for each role that a binding points to and that is not there.
    public var errors: [String] = []

    /// As Go joins errors; empty for none.
    var errorText: String {
        switch errors.count {
        case 0: ""
        case 1: errors[0]
        default: "[\(errors.joined(separator: ", "))]"
        }
    }
}

extension AccessPolicy {
    /// Whether the roles of a user allow a request.
    public func decide(_ request: RequestAttributes, by user: UserInfo) -> AccessDecision {
        var missing = ResolvedRules()
        for binding in bindings(of: user, namespace: request.resource?.namespace ?? "") {
            guard let rules = rules(of: binding.role, namespace: binding.id.namespace) else {
                missing.add(missing: binding.role)
                continue
            }
            if rules.contains(where: { $0.allows(request) }) {
                return AccessDecision(
                    isAllowed: true, reason: "RBAC: allowed by \(binding.described(for: user))")
            }
        }
        let text = missing.errorText
        return AccessDecision(isAllowed: false, reason: text.isEmpty ? "" : "RBAC: \(text)")
    }

    /// All that the roles of a user allow.
    ///
    /// - Parameter namespace: empty for what holds in all of them.
    public func rules(for user: UserInfo, namespace: String) -> ResolvedRules {
        var resolved = ResolvedRules()
        for binding in bindings(of: user, namespace: namespace) {
            if let rules = rules(of: binding.role, namespace: binding.id.namespace) {
                resolved.rules += rules
            } else {
                resolved.add(missing: binding.role)
            }
        }
        return resolved
    }
}

extension ResolvedRules {
    fileprivate mutating func add(missing role: RoleReference) {
        let error =
            "\(role.kind.rawValue.lowercased()).rbac.authorization.k8s.io \"\(role.name)\" not found"
        if !errors.contains(error) { errors.append(error) }
    }
}

extension RoleBinding {
    /// `ClusterRoleBinding "a" of ClusterRole "b" to User "c"`
    fileprivate func described(for user: UserInfo) -> String {
        let binding =
            id.namespace.isEmpty
            ? "ClusterRoleBinding \"\(id.name)\"" : "RoleBinding \"\(id.name)/\(id.namespace)\""
        let subject = subjects.first { $0.applies(to: user, in: id.namespace) }
        return "\(binding) of \(role.kind.rawValue) \"\(role.name)\" to "
            + (subject?.described(in: id.namespace) ?? "")
    }
}

extension RoleSubject {
    fileprivate func described(in bindingNamespace: String) -> String {
        guard kind == "ServiceAccount" else { return "\(kind) \"\(name)\"" }
        return "\(kind) \"\(name)/\(namespace.isEmpty ? bindingNamespace : namespace)\""
    }
}
