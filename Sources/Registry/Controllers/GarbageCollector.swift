import JSON
import KubernetesAPI
import KubernetesClient
import Logging
import ObjectStore

/// Carries out what `GarbageCollection` decides, whenever an owner or a dependent has changed.
struct GarbageCollector: Sendable {
    let registry: Registry

    /// Works until the task is cancelled.
    func run() async {
        await index()
        await registry.queues.dependents.forEachBatch { batch in
            for key in batch.sorted() {
                do {
                    try await handle(key)
                } catch let error as APIError where error.code == 404 || error.code == 409 {
                    // Changed or gone meanwhile: that change is noted too.
                } catch {
                    registry.logger.warning(
                        "object not looked at for its owners",
                        metadata: ["object": "\(key)", "error": "\(error)"])
                }
            }
        }
    }

    /// Notes who owns what of the objects that were there before the daemon.
    private func index() async {
        do {
            let marks = ["ownerReferences", GarbageCollection.foreground, GarbageCollection.orphan]
            for stored in try await registry.store.list(containing: marks.map { "\"\($0)\"" }) {
                let owners = OwnerIndex.owners(of: stored.object)
                if !owners.isEmpty {
                    registry.queues.owners.update(stored.key, before: [], after: owners)
                    registry.queues.dependents.add(stored.key)
                }
                if GarbageCollection.isWaiting(stored.object) {
                    registry.queues.owners.setWaiting(true, uid: stored.object.uid, stored.key)
                    registry.queues.dependents.add(stored.key)
                }
            }
        } catch {
            registry.logger.error("owners not read", metadata: ["error": "\(error)"])
        }
    }

    private func handle(_ key: ObjectKey) async throws {
        guard let type = Self.type(of: key), let object = try await object(at: key) else { return }
        var dependents: [JSONValue] = []
        for key in registry.queues.owners.dependents(of: object.uid) {
            if let dependent = try await self.object(at: key) { dependents.append(dependent) }
        }
        if GarbageCollection.isWaiting(object), object.finalizers.contains(GarbageCollection.orphan)
        {
            for dependent in dependents { try await forget([object.uid], of: dependent) }
            dependents = []
        }
        let owners = try await owners(of: object)
        switch GarbageCollection.decide(object, owners: owners, dependents: dependents) {
        case .keep: return
        case .forget(let owners): try await forget(owners, of: object)
        case .delete(let policy):
            _ = try await registry.delete(
                type, namespace: key.namespace, name: key.name,
                options: DeleteOptions(
                    preconditionUID: object.uid, propagationPolicy: policy))
        case .release(let finalizer): try await release(finalizer, of: object, type)
        }
    }

    private func object(at key: ObjectKey) async throws -> JSONValue? {
        guard let type = Self.type(of: key) else { return nil }
        do {
            return try await registry.stored(type, key.namespace, key.name).object
        } catch let error as APIError where error.code == 404 {
            return nil
        }
    }

    private func owners(of object: JSONValue) async throws -> [String: GarbageCollection.OwnerState]
    {
        var states: [String: GarbageCollection.OwnerState] = [:]
        for reference in object["metadata"]?.elements("ownerReferences") ?? [] {
            states[reference.string("uid")] = try await state(reference, in: object.namespace)
        }
        return states
    }

    private func state(
        _ reference: JSONValue, in namespace: String
    ) async throws -> GarbageCollection.OwnerState {
        let type = ServedResource.all.filter(\.isStored).map(\.type).first {
            $0.apiVersion == reference.string("apiVersion") && $0.kind == reference.string("kind")
        }
        guard let type else { return .unknown }
        let key = registry.key(type, namespace, reference.string("name"))
        guard let owner = try await object(at: key), owner.uid == reference.string("uid") else {
            return .absent
        }
        let isForeground = owner.finalizers.contains(GarbageCollection.foreground)
        return owner.isBeingDeleted && isForeground ? .waiting : .present
    }

    private func forget(_ owners: Set<String>, of object: JSONValue) async throws {
        guard let type = Self.type(of: object) else { return }
        _ = try await registry.modify(type, object.namespace, object.name, .main) { object in
            var object = object
            let kept = object["metadata"]?.elements("ownerReferences").filter {
                !owners.contains($0.string("uid"))
            }
            object.set(
                kept.flatMap { $0.isEmpty ? nil : .array($0) }, at: "metadata", "ownerReferences")
            return object
        }
    }

    private func release(
        _ finalizer: String, of object: JSONValue, _ type: ResourceType
    ) async throws {
        _ = try await registry.modify(type, object.namespace, object.name, .main) { object in
            var object = object
            let kept = object.finalizers.filter { $0 != finalizer }
            object.set(
                kept.isEmpty ? nil : .array(kept.map { .string($0) }), at: "metadata", "finalizers")
            return object
        }
    }

    private static func type(of key: ObjectKey) -> ResourceType? {
        ServedResource.all.map(\.type).first { $0.qualifiedName == key.type }
    }

    private static func type(of object: JSONValue) -> ResourceType? {
        ServedResource.all.map(\.type).first {
            $0.kind == object.string("kind") && $0.apiVersion == object.string("apiVersion")
        }
    }
}
