import JSON
import KubernetesAPI

/// Keeps those who may write roles and bindings from giving what they do not have themselves
/// (pkg/registry/rbac in Kubernetes: policy based storage).
public struct RoleWriteReview: Sendable {
    private let authorizer: RBACAuthorizer

    public init(authorizer: RBACAuthorizer) {
        self.authorizer = authorizer
    }

    /// Looks at a role or binding before it is written; other objects pass.
    ///
    /// - Parameters:
    ///   - old: nil for a new object.
    ///   - scope: who writes, by which request.
    /// - Throws: `APIError` 403.
    public func review(
        _ object: JSONValue, old: JSONValue?, type: ResourceType, in scope: RequestScope
    ) throws {
        let user = scope.user
        guard !user.isMaster else { return }
        if old == nil { try reviewCreation(scope) }
        guard RBACAuthorizer.types.contains(type) else { return }
        switch type {
        case .roles, .clusterRoles: try reviewRole(object, old, type, user)
        default: try reviewBinding(object, old, type, user)
        }
    }

    /// A patch or an update that makes the object needs the right to create as well.
    private func reviewCreation(_ scope: RequestScope) throws {
        guard ["patch", "update"].contains(scope.attributes.verb) else { return }
        var attributes = scope.attributes
        attributes.verb = "create"
        let decision = authorizer.decide(attributes, by: scope.user)
        guard decision.isAllowed else {
            throw APIError.forbidden(attributes, to: scope.user, reason: decision.reason)
        }
    }

    private func reviewRole(
        _ object: JSONValue, _ old: JSONValue?, _ type: ResourceType, _ user: UserInfo
    ) throws {
        if let old, (old["rules"] ?? []) == (object["rules"] ?? []),
            old["aggregationRule"] == object["aggregationRule"]
        {
            return
        }
        let id = ObjectName(object: object)
        if isAllowed("escalate", type.plural, id, user) { return }
        let rules = object["rules"]?.arrayValue?.map { PolicyRule(json: $0) } ?? []
        try check(rules, type, id, user)
    }

    private func reviewBinding(
        _ object: JSONValue, _ old: JSONValue?, _ type: ResourceType, _ user: UserInfo
    ) throws {
        if let old, (old["subjects"] ?? []) == (object["subjects"] ?? []),
            old["roleRef"] == object["roleRef"]
        {
            return
        }
        let id = ObjectName(object: object)
        guard let role = object["roleRef"].flatMap({ RoleReference(json: $0) }) else { return }
        let target = ObjectName(namespace: id.namespace, name: role.name)
        if isAllowed("bind", role.kind.plural, target, user) { return }
        guard let rules = authorizer.rules(of: role, namespace: id.namespace) else {
            throw APIError.notFound(role.kind == .role ? .roles : .clusterRoles, name: role.name)
        }
        try check(rules, type, id, user)
    }

    private func isAllowed(
        _ verb: String, _ plural: String, _ id: ObjectName, _ user: UserInfo
    ) -> Bool {
        authorizer.decide(
            RequestAttributes(
                verb: verb,
                resource: ResourceAttributes(
                    group: ResourceType.roles.group, version: "v1", resource: plural,
                    namespace: id.namespace, name: id.name)), by: user
        ).isAllowed
    }

    private func check(
        _ rules: [PolicyRule], _ type: ResourceType, _ id: ObjectName, _ user: UserInfo
    ) throws {
        let held = authorizer.rules(for: user, namespace: id.namespace)
        let missing = PolicyRule.missing(rules, in: held.rules)
        guard !missing.isEmpty else { return }
        let lines = Set(PolicyRule.compacted(missing).map(\.compactDescription)).sorted()
        var text =
            "user \"\(user.username)\" (groups=\(PolicyRule.quoted(user.groups))) is attempting to "
            + "grant RBAC permissions not currently held:\n" + lines.joined(separator: "\n")
        if !held.errors.isEmpty { text += "; resolution errors: [\(held.errorText)]" }
        throw APIError.forbidden(type, name: id.name, text)
    }
}
