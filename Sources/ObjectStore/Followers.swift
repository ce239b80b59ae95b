import Synchronization

/// Those who are told of changes within the commit, by type.
final class Followers: Sendable {
    private let bodies = Mutex<[String: [@Sendable (Change) -> Void]]>([:])

    func add(_ type: String, _ body: @escaping @Sendable (Change) -> Void) {
        bodies.withLock { $0[type, default: []].append(body) }
    }

    func tell(_ changes: [Change]) {
        let bodies = bodies.withLock { $0 }
        if bodies.isEmpty { return }
        for change in changes {
            for body in bodies[change.key.type] ?? [] { body(change) }
        }
    }
}
