import Synchronization

/// How long the network of a Pod that goes is tried to be taken down: plugins that fail or hang are
/// given up one day, so that every deletion ends.
final class RemovalPatience: Sendable {
    private let limit: Duration
    /// When the first attempt began, by sandbox.
    private let begun = Mutex<[String: ContinuousClock.Instant]>([:])

    /// - Parameter seconds: after the beginning of the first attempt no other one is made.
    init(seconds: Int) {
        limit = .seconds(seconds)
    }

    func begin(_ sandboxID: String) {
        begun.withLock { begun in
            if begun[sandboxID] == nil { begun[sandboxID] = .now }
        }
    }

    func isOver(_ sandboxID: String) -> Bool {
        begun.withLock { $0[sandboxID] }.map { .now - $0 >= limit } ?? false
    }

    func end(_ sandboxID: String) {
        begun.withLock { $0[sandboxID] = nil }
    }
}
