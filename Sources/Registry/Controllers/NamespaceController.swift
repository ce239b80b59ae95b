import JSON
import KubernetesAPI
import KubernetesClient
import Logging
import ObjectStore

/// Empties namespaces that are being deleted, and then lets them go.
struct NamespaceController: Sendable {
    let registry: Registry

    /// How long to wait before trying again what failed.
    private static let retryDelay = Duration.seconds(5)

    /// Works until the task is cancelled.
    func run() async {
        for namespace in (try? await registry.lookup.all(.namespaces)) ?? []
        where NamespaceStrategy.isTerminating(namespace.object) {
            registry.queues.terminating.add(namespace.key.name)
        }
        await withDiscardingTaskGroup { group in
            await registry.queues.terminating.forEachBatch { names in
                for name in names.sorted() {
                    do {
                        try await advance(name)
                    } catch {
                        registry.logger.error(
                            "namespace not emptied yet",
                            metadata: ["namespace": "\(name)", "error": "\(error)"])
                        group.addTask {
                            try? await Task.sleep(for: Self.retryDelay)
                            registry.queues.terminating.add(name)
                        }
                    }
                }
            }
        }
    }

    /// Does what can be done by now. Each end of an object in the namespace leads here again.
    private func advance(_ name: String) async throws {
        guard let namespace = try await registry.lookup.get(.namespaces, name),
            NamespaceStrategy.isTerminating(namespace)
        else { return }
        var remaining = NamespaceRemains()
        try await remove(.pods, in: name, &remaining)
        // What Pods may still need goes after them; Events last, as deletions may tell of themselves.
        if remaining.isEmpty {
            for type in Self.otherTypes { try await remove(type, in: name, &remaining) }
        }
        try await report(remaining, of: name)
        if remaining.isEmpty { try await ignoringMissing { try await release(name) } }
    }

    private static let otherTypes: [ResourceType] = {
        let types = ServedResource.all.filter(\.isStored).map(\.type).filter(\.namespaced)
        let last: [ResourceType] = [.pods, .events, .eventsV1]
        return types.filter { !last.contains($0) } + [.events]
    }()

    private func remove(
        _ type: ResourceType, in namespace: String, _ remaining: inout NamespaceRemains
    ) async throws {
        let objects = try await registry.list(type, namespace: namespace, options: ListOptions())
        for object in objects.items where !object.isBeingDeleted {
            try await ignoringMissing {
                try await registry.delete(
                    type, namespace: namespace, name: object.name,
                    options: DeleteOptions(propagationPolicy: "Background"))
            }
        }
        if objects.items.isEmpty { return }
        let left = try await registry.list(type, namespace: namespace, options: ListOptions())
        remaining.add(left.items, type)
    }

    private func report(_ remaining: NamespaceRemains, of name: String) async throws {
        let now = registry.configuration.now()
        try await ignoringMissing {
            try await registry.modify(.namespaces, nil, name, .status) { namespace in
                var namespace = namespace
                let present = namespace["status"]?.elements("conditions") ?? []
                namespace.set(
                    .array(remaining.conditions(replacing: present, now: now)),
                    at: "status", "conditions")
                return namespace
            }
        }
    }

    /// Takes away what holds the namespace, which ends it.
    private func release(_ namespace: String) async throws -> JSONValue {
        try await registry.modify(.namespaces, nil, namespace, .finalize) { object in
            var object = object
            object.set([], at: "spec", "finalizers")
            return object
        }
    }

    private func ignoringMissing<Result>(_ body: () async throws -> Result) async throws {
        do {
            _ = try await body()
        } catch let error as APIError where error.code == 404 {}
    }
}
