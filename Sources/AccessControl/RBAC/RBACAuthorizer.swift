import JSON
import KubernetesAPI
import Synchronization

/// Decides by the roles and bindings that there are; members of `system:masters` may do everything.
///
/// The roles are in memory: a decision reads no store.
public final class RBACAuthorizer: Sendable {
    private let policy = Mutex(AccessPolicy())

    public init(_ policy: AccessPolicy = AccessPolicy()) {
        self.policy.withLock { $0 = policy }
    }

    /// Whether `user` may do it.
    public func decide(_ request: RequestAttributes, by user: UserInfo) -> AccessDecision {
        if user.isMaster { return AccessDecision(isAllowed: true) }
        return present.decide(request, by: user)
    }

    /// All that `user` may do.
    ///
    /// - Parameter namespace: empty for what holds in all of them.
    public func rules(for user: UserInfo, namespace: String) -> ResolvedRules {
        if user.isMaster {
            return ResolvedRules(rules: [
                PolicyRule(verbs: ["*"], apiGroups: ["*"], resources: ["*"]),
                PolicyRule(verbs: ["*"], nonResourceURLs: ["*"]),
            ])
        }
        return present.rules(for: user, namespace: namespace)
    }

    /// The rules of a role, nil where there is no such role.
    func rules(of role: RoleReference, namespace: String) -> [PolicyRule]? {
        present.rules(of: role, namespace: namespace)
    }

    private var present: AccessPolicy { policy.withLock { $0 } }

    func update(_ change: (inout AccessPolicy) -> Void) {
        policy.withLock { change(&$0) }
    }
}
