import JSON
import KubernetesAPI
import ObjectStore
import Synchronization

/// Who has which dependents: the `ownerReferences` of all objects, by the owner's uid.
final class OwnerIndex: Sendable {
    private let dependents = Mutex<[String: Set<ObjectKey>]>([:])

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

    /// The uids of an object's owners.
    static func owners(of object: JSONValue?) -> Set<String> {
        Set(
            object?["metadata"]?.elements("ownerReferences").map { $0.string("uid") } ?? [])
    }
}
