import JSON
import KubernetesAPI
import ObjectStore
import Synchronization

/// Who has which dependents: the `ownerReferences` of all objects, by the owner's uid.
final class OwnerIndex: Sendable {
    private let dependents = Mutex<[String: Set<ObjectKey>]>([:])
    /// Owners that wait for their dependents, by their uid.
    private let waiting = Mutex<[String: ObjectKey]>([:])

    func update(_ key: ObjectKey, before: Set<String>, after: Set<String>) {
        dependents.withLock { dependents in
            for owner in before.subtracting(after) {
                dependents[owner]?.remove(key)
                if dependents[owner]?.isEmpty ?? false { dependents[owner] = nil }
            }
            for owner in after { dependents[owner, default: []].insert(key) }
        }
    }

    func dependents(of uid: String) -> Set<ObjectKey> {
        dependents.withLock { $0[uid] ?? [] }
    }

    /// Notes whether an object waits for its dependents.
    func setWaiting(_ isWaiting: Bool, uid: String, _ key: ObjectKey) {
        waiting.withLock { $0[uid] = isWaiting ? key : nil }
    }

    /// Those of the owners that wait for their dependents.
    func waiting(among owners: Set<String>) -> [ObjectKey] {
        if owners.isEmpty { return [] }
        return waiting.withLock { waiting in owners.compactMap { waiting[$0] } }
    }

    /// The uids of an object's owners.
    static func owners(of object: JSONValue?) -> Set<String> {
        Set(
            object?["metadata"]?.elements("ownerReferences").map { $0.string("uid") } ?? [])
    }
}
