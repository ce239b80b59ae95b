/// All roles and bindings, arranged so that what somebody may do is found without looking at the
/// bindings of others.
public struct AccessPolicy: Sendable {
    /// Whom a binding is for, as a user is looked up.
    enum Principal: Hashable {
        case user(String)
        case group(String)
    }

    private var clusterRoles: [String: [PolicyRule]] = [:]
    private var roles: [ObjectName: [PolicyRule]] = [:]
    private var bindings: [ObjectName: RoleBinding] = [:]
    /// By namespace; the empty one has the ClusterRoleBindings.
    private var index: [String: [Principal: [ObjectName]]] = [:]

    public init() {}

    /// Adds or replaces a ClusterRole.
    public mutating func setClusterRole(_ name: String, _ rules: [PolicyRule]) {
        clusterRoles[name] = rules
    }

    public mutating func removeClusterRole(_ name: String) { clusterRoles[name] = nil }
    public mutating func removeAllClusterRoles() { clusterRoles = [:] }

    /// Adds or replaces a Role.
    public mutating func setRole(_ id: ObjectName, _ rules: [PolicyRule]) { roles[id] = rules }
    public mutating func removeRole(_ id: ObjectName) { roles[id] = nil }
    public mutating func removeAllRoles() { roles = [:] }

    /// Adds or replaces a RoleBinding, or a ClusterRoleBinding where it has no namespace.
    public mutating func setBinding(_ binding: RoleBinding) {
        removeBinding(binding.id)
        bindings[binding.id] = binding
        for principal in Self.principals(of: binding) {
            index[binding.id.namespace, default: [:]][principal, default: []].append(binding.id)
        }
    }

    public mutating func removeBinding(_ id: ObjectName) {
        guard let binding = bindings.removeValue(forKey: id) else { return }
        for principal in Self.principals(of: binding) {
            index[id.namespace]?[principal]?.removeAll { $0 == id }
            if index[id.namespace]?[principal]?.isEmpty == true {
                index[id.namespace]?[principal] = nil
            }
        }
        if index[id.namespace]?.isEmpty == true { index[id.namespace] = nil }
    }

    /// - Parameter inCluster: whether the ClusterRoleBindings go, else the RoleBindings.
    public mutating func removeAllBindings(inCluster: Bool) {
        for id in bindings.keys where id.namespace.isEmpty == inCluster { removeBinding(id) }
    }

    /// - Returns: nil where there is no such role.
    ///
    /// - Parameter namespace: of the binding that points to it.
    func rules(of role: RoleReference, namespace: String) -> [PolicyRule]? {
        switch role.kind {
        case .clusterRole: clusterRoles[role.name]
        case .role: roles[ObjectName(namespace: namespace, name: role.name)]
        }
    }

    /// The bindings that give something to a user: those of the cluster, then those of the
    /// namespace, each in the order of their names.
    func bindings(of user: UserInfo, namespace: String) -> [RoleBinding] {
        let principals = [Principal.user(user.username)] + user.groups.map { .group($0) }
        func found(in namespace: String) -> [RoleBinding] {
            guard let index = index[namespace] else { return [] }
            let ids = Set(principals.flatMap { index[$0] ?? [] })
            return ids.sorted { $0.name < $1.name }.compactMap { bindings[$0] }
        }
        return found(in: "") + (namespace.isEmpty ? [] : found(in: namespace))
    }

    /// Without repetitions.
    private static func principals(of binding: RoleBinding) -> Set<Principal> {
        Set(binding.subjects.compactMap { $0.principal(in: binding.id.namespace) })
    }
}

extension RoleSubject {
    /// - Parameter bindingNamespace: where service accounts without a namespace are.
    func principal(in bindingNamespace: String) -> AccessPolicy.Principal? {
        switch kind {
        case "User": return .user(name)
        case "Group": return .group(name)
        case "ServiceAccount":
            let namespace = namespace.isEmpty ? bindingNamespace : namespace
            guard !namespace.isEmpty else { return nil }
            return .user(ServiceAccountName(namespace: namespace, name: name).username)
        default: return nil
        }
    }

    func applies(to user: UserInfo, in bindingNamespace: String) -> Bool {
        switch principal(in: bindingNamespace) {
        case .user(let name): name == user.username
        case .group(let name): user.groups.contains(name)
        case nil: false
        }
    }
}
