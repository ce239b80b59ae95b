import JSON
import KubernetesAPI

/// What becomes of an object whose owners go (pkg/controller/garbagecollector).
enum GarbageCollection {
    /// Holds an owner until its dependents are gone.
    static let foreground = "foregroundDeletion"
    /// Holds an owner until its dependents no longer name it.
    static let orphan = "orphan"

    /// What is to be done with one object.
    enum Decision: Equatable {
        case keep
        /// The owners that are there no more are taken off, the others keep it.
        case forget(owners: Set<String>)
        case delete(propagationPolicy: String)
        /// The last blocking dependent is gone.
        case release(finalizer: String)
    }

    /// How an owner is.
    enum OwnerState: Equatable {
        case present
        case absent
        /// It waits for its dependents to go.
        case waiting
        /// Its kind is not served here, so nothing is known of it.
        case unknown
    }

    /// Whether an object that is being deleted waits for what its dependents do.
    static func isWaiting(_ object: JSONValue) -> Bool {
        object.isBeingDeleted && object.finalizers.contains { $0 == foreground || $0 == orphan }
    }

    /// - Parameters:
    ///   - owners: the object's owners by their uid.
    ///   - dependents: the objects that name it as an owner.
    static func decide(
        _ object: JSONValue, owners: [String: OwnerState], dependents: [JSONValue]
    ) -> Decision {
        if isWaiting(object) { return decideForOwner(object, dependents) }
        if object.isBeingDeleted || owners.isEmpty { return .keep }
        let gone = owners.filter { $0.value == .absent || $0.value == .waiting }
        if gone.count < owners.count {
            return gone.isEmpty ? .keep : .forget(owners: Set(gone.keys))
        }
        if gone.values.contains(.waiting), !dependents.isEmpty {
            return .delete(propagationPolicy: "Foreground")
        }
        if object.finalizers.contains(orphan) { return .delete(propagationPolicy: "Orphan") }
        return .delete(
            propagationPolicy: object.finalizers.contains(foreground) ? "Foreground" : "Background")
    }

    private static func decideForOwner(
        _ object: JSONValue, _ dependents: [JSONValue]
    ) -> Decision {
        if object.finalizers.contains(orphan) {
            return dependents.isEmpty ? .release(finalizer: orphan) : .keep
        }
        let blocking = dependents.contains { dependent in
            reference(of: dependent, to: object.uid)?["blockOwnerDeletion"]?.boolValue == true
        }
        return blocking ? .keep : .release(finalizer: foreground)
    }

    static func reference(of dependent: JSONValue, to uid: String) -> JSONValue? {
        dependent["metadata"]?.elements("ownerReferences").first { $0.string("uid") == uid }
    }

    /// The finalizers that a request to delete gives an object.
    static func finalizers(_ present: [String], policy: String?) -> [String] {
        guard let policy else { return present }
        let others = present.filter { $0 != orphan && $0 != foreground }
        switch policy {
        case "Orphan": return others + [orphan]
        case "Foreground": return others + [foreground]
        default: return others
        }
    }
}
