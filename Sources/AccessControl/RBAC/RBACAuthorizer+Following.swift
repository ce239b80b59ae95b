import JSON
import KubernetesAPI
import KubernetesClient
import Logging

extension RBACAuthorizer {
    static let types: [ResourceType] = [
        .clusterRoles, .roles, .clusterRoleBindings, .roleBindings,
    ]

    /// Makes the default roles, and reads all that are there.
    ///
    /// - Throws: `APIError`.
    public func prepare(_ client: any KubernetesClient) async throws {
        try await DefaultRoles.reconcile(client)
        for type in Self.types { _ = try await read(type, client) }
    }

    /// Keeps up with the roles and bindings until the task is cancelled.
    public func follow(_ client: any KubernetesClient, logger: Logger) async {
        await withDiscardingTaskGroup { group in
            for type in Self.types {
                group.addTask { await self.follow(type, client, logger) }
            }
        }
    }

    private func follow(
        _ type: ResourceType, _ client: any KubernetesClient, _ logger: Logger
    ) async {
        var version: String?
        while !Task.isCancelled {
            do {
                var options = ListOptions()
                options.allowWatchBookmarks = true
                options.resourceVersion = try await read(type, client, unless: version)
                version = options.resourceVersion
                for try await event in try await client.watch(
                    type, namespace: nil, options: options)
                {
                    apply(event, type)
                    version = event.object.value(at: "metadata", "resourceVersion")?.stringValue
                }
                // A server that is about to end closes a watch at once.
                try await Task.sleep(for: .milliseconds(100))
            } catch is CancellationError {
                return
            } catch {
                version = nil
                logger.warning(
                    "roles are read anew",
                    metadata: ["type": "\(type.plural)", "error": "\(error)"]
                )
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }

    /// - Parameter known: the version up to which all is known; nil reads all.
    /// - Returns: the version up to which all is known.
    private func read(
        _ type: ResourceType, _ client: any KubernetesClient, unless known: String? = nil
    ) async throws -> String {
        if let known { return known }
        let list = try await client.list(type, namespace: nil, options: ListOptions())
        update { policy in
            policy.removeAll(type)
            for object in list.items { policy.set(object, type) }
        }
        return list.resourceVersion
    }

    private func apply(_ event: WatchEvent, _ type: ResourceType) {
        switch event.kind {
        case .added, .modified: update { $0.set(event.object, type) }
        case .deleted: update { $0.remove(event.object, type) }
        case .bookmark: break
        }
    }
}

extension AccessPolicy {
    mutating func removeAll(_ type: ResourceType) {
        switch type {
        case .clusterRoles: removeAllClusterRoles()
        case .roles: removeAllRoles()
        default: removeAllBindings(inCluster: type == .clusterRoleBindings)
        }
    }

    mutating func set(_ object: JSONValue, _ type: ResourceType) {
        let id = ObjectName(object: object)
        let rules = object["rules"]?.arrayValue?.map { PolicyRule(json: $0) } ?? []
        switch type {
        case .clusterRoles: setClusterRole(id.name, rules)
        case .roles: setRole(id, rules)
        default:
            if let binding = RoleBinding(json: object) {
                setBinding(binding)
            } else {
                removeBinding(id)
            }
        }
    }

    mutating func remove(_ object: JSONValue, _ type: ResourceType) {
        let id = ObjectName(object: object)
        switch type {
        case .clusterRoles: removeClusterRole(id.name)
        case .roles: removeRole(id)
        default: removeBinding(id)
        }
    }
}
