import Synchronization

/// All objects of a few types, in memory: what nearly every request asks for.
///
/// Kept up to date within each commit, before the commit is answered: whoever has been told of a
/// write finds it here.
final class ResidentObjects: Sendable {
    private typealias ByName = [String: StoredObject]

    /// By type, namespace and name. A type that is not kept has no entry.
    private let objects = Mutex<[String: [String: ByName]]>([:])

    /// - Parameter present: all objects of `type`, while nothing is written.
    func keep(_ type: String, _ present: [StoredObject]) {
        objects.withLock { objects in
            var byNamespace: [String: ByName] = [:]
            for object in present {
                byNamespace[object.key.namespace, default: [:]][object.key.name] = object
            }
            objects[type] = byNamespace
        }
    }

    func apply(_ changes: [Change]) {
        objects.withLock { objects in
            for change in changes {
                let key = change.key
                let kept = change.kind == .deleted ? nil : change.current
                objects[key.type]?[key.namespace, default: [:]][key.name] = kept
            }
        }
    }

    /// Nil where the type is not kept.
    func get(_ key: ObjectKey) -> StoredObject?? {
        objects.withLock { objects in
            objects[key.type].map { $0[key.namespace]?[key.name] }
        }
    }

    /// Nil where the type is not kept.
    ///
    /// - Parameter namespace: nil gives all namespaces.
    func list(_ type: String, namespace: String?) -> [StoredObject]? {
        let found: [StoredObject]? = objects.withLock { objects in
            guard let byNamespace = objects[type] else { return nil }
            guard let namespace else { return byNamespace.values.flatMap(\.values) }
            return byNamespace[namespace].map { Array($0.values) } ?? []
        }
        return found?.sorted { $0.key < $1.key }
    }
}
