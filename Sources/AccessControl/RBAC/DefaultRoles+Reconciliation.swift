import JSON
import KubernetesAPI
import KubernetesClient

extension AccessPolicy {
    /// The default roles and bindings, as a new cluster has them.
    public static var bootstrap: AccessPolicy {
        var policy = AccessPolicy()
        for role in DefaultRoles.clusterRoles { policy.setClusterRole(role.name, role.rules) }
        for binding in DefaultRoles.clusterRoleBindings {
            policy.setBinding(
                RoleBinding(
                    id: ObjectName(name: binding.name),
                    role: RoleReference(.clusterRole, binding.name), subjects: binding.subjects))
        }
        return policy
    }
}

extension DefaultRoles {
    /// An object with `"false"` here is left as it is.
    static let autoUpdate = "rbac.authorization.kubernetes.io/autoupdate"

    /// Makes what is missing, and adds the rules and subjects that an object lacks; what people
    /// added stays (Kubernetes' auto-reconciliation).
    ///
    /// - Throws: `APIError`.
    static func reconcile(_ client: any KubernetesClient) async throws {
        let roles = try await client.list(
            .clusterRoles, namespace: nil, options: ListOptions()
        ).items
        let bindings = try await client.list(
            .clusterRoleBindings, namespace: nil, options: ListOptions()
        ).items
        // Side by side: the store commits together what comes together.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for role in clusterRoles {
                let present = roles.first { ObjectName(object: $0).name == role.name }
                guard let change = role.reconciled(with: present) else { continue }
                group.addTask { try await write(change, .clusterRoles, present, client) }
            }
            for binding in clusterRoleBindings {
                let present = bindings.first { ObjectName(object: $0).name == binding.name }
                guard let change = binding.reconciled(with: present) else { continue }
                group.addTask { try await write(change, .clusterRoleBindings, present, client) }
            }
            try await group.waitForAll()
        }
    }

    private static func write(
        _ object: JSONValue, _ type: ResourceType, _ present: JSONValue?,
        _ client: any KubernetesClient
    ) async throws {
        if present == nil {
            _ = try await client.create(
                type, namespace: nil, object: object, options: WriteOptions())
        } else {
            _ = try await client.update(
                type, namespace: nil, name: ObjectName(object: object).name, subresource: nil,
                object: object, options: WriteOptions())
        }
    }

    fileprivate static func metadata(_ name: String) -> JSONValue {
        [
            "name": .string(name),
            "labels": ["kubernetes.io/bootstrapping": "rbac-defaults"],
            "annotations": .object([autoUpdate: "true"]),
        ]
    }

    fileprivate static func isLeftAlone(_ object: JSONValue) -> Bool {
        object.value(at: "metadata", "annotations", autoUpdate)?.stringValue == "false"
    }
}

extension DefaultRoles.Role {
    /// What is to be written; nil for nothing.
    func reconciled(with present: JSONValue?) -> JSONValue? {
        guard var object = present else {
            return [
                "kind": "ClusterRole", "apiVersion": "rbac.authorization.k8s.io/v1",
                "metadata": DefaultRoles.metadata(name), "rules": .array(rules.map(\.json)),
            ]
        }
        guard !DefaultRoles.isLeftAlone(object) else { return nil }
        let held = object["rules"]?.arrayValue ?? []
        let missing = PolicyRule.missing(rules, in: held.map { PolicyRule(json: $0) })
        guard !missing.isEmpty else { return nil }
        object["rules"] = .array(held + PolicyRule.compacted(missing).map(\.json))
        return object
    }
}

extension DefaultRoles.Binding {
    /// What is to be written; nil for nothing.
    func reconciled(with present: JSONValue?) -> JSONValue? {
        guard var object = present else {
            return [
                "kind": "ClusterRoleBinding", "apiVersion": "rbac.authorization.k8s.io/v1",
                "metadata": DefaultRoles.metadata(name),
                "roleRef": [
                    "apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole",
                    "name": .string(name),
                ],
                "subjects": .array(subjects.map(\.json)),
            ]
        }
        guard !DefaultRoles.isLeftAlone(object) else { return nil }
        let held = object["subjects"]?.arrayValue ?? []
        let known = Set(held.map { RoleSubject(json: $0) })
        let missing = subjects.filter { !known.contains($0) }
        guard !missing.isEmpty else { return nil }
        object["subjects"] = .array(held + missing.map(\.json))
        return object
    }
}
