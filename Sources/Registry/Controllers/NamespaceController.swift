import JSON
import KubernetesAPI
import KubernetesClient
import Logging
import ObjectStore

/// Empties namespaces that are being deleted, and then lets them go.
struct NamespaceController: Sendable {
    let registry: Registry

    /// Works until the task is cancelled.
    func run() async {
        await withDiscardingTaskGroup { group in
            var atWork: Set<String> = []
            for await update in registry.updates(of: Namespace.self) {
                for namespace in update.present where namespace.metadata.deletionTimestamp != nil {
                    // The uid tells a namespace from an earlier one of its name.
                    guard atWork.insert(namespace.metadata.uid).inserted else { continue }
                    group.addTask { await finish(namespace.metadata.name) }
                }
                if case .deleted(let namespace) = update { atWork.remove(namespace.metadata.uid) }
            }
        }
    }

    /// How long to wait before trying again what failed.
    private static let retryDelay = Duration.seconds(5)

    private func finish(_ namespace: String) async {
        while !Task.isCancelled {
            do {
                try await endPods(in: namespace)
                try await removeOthers(in: namespace)
                try await ignoringMissing { try await release(namespace) }
                return
            } catch is CancellationError {
                return
            } catch {
                registry.logger.error(
                    "namespace not emptied yet",
                    metadata: ["namespace": "\(namespace)", "error": "\(error)"])
                try? await Task.sleep(for: Self.retryDelay)
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

    /// Deletes all Pods with their own grace and waits until they are gone.
    private func endPods(in namespace: String) async throws {
        var remaining: Set<String> = []
        for await update in registry.updates(of: Pod.self, namespace: namespace) {
            switch update {
            case .synchronized(let pods): remaining = Set(pods.map(\.metadata.name))
            case .applied(let pod): remaining.insert(pod.metadata.name)
            case .deleted(let pod): remaining.remove(pod.metadata.name)
            }
            for pod in update.present where pod.metadata.deletionTimestamp == nil {
                try await ignoringMissing {
                    try await registry.delete(
                        Pod.self, namespace: namespace, name: pod.metadata.name)
                }
            }
            if remaining.isEmpty { return }
        }
        throw CancellationError()
    }

    /// Deletes what is not a Pod; Events last, since the other deletions may tell of themselves.
    private func removeOthers(in namespace: String) async throws {
        let types = ResourceType.served.filter { type in
            type.namespaced && type != .pods && ServedResource.of(type)?.isStored == true
        }
        for type in types.filter({ $0 != .events }) + [.events] {
            let objects = try await registry.list(
                type, namespace: namespace, options: ListOptions())
            for object in objects.items {
                try await ignoringMissing {
                    try await registry.delete(
                        type, namespace: namespace, name: object.name, options: DeleteOptions())
                }
            }
        }
    }

    private func ignoringMissing<Result>(_ body: () async throws -> Result) async throws {
        do {
            _ = try await body()
        } catch let error as APIError where error.code == 404 {}
    }
}

extension ObjectUpdate {
    /// The objects that the update tells of and that are there.
    fileprivate var present: [Object] {
        switch self {
        case .synchronized(let objects): objects
        case .applied(let object): [object]
        case .deleted: []
        }
    }
}
