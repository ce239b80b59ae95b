import Synchronization

/// Lets tests end the store in the middle of its work: after so many changes of files every further
/// one fails, those that would clean up included, as if the process had been killed.
final class StoreFaults: Sendable {
    struct Killed: Error {}

    private let left: Atomic<Int>

    /// - Parameter count: changes that still happen.
    init(after count: Int) {
        left = Atomic(count)
    }

    /// To be called before each change.
    ///
    /// - Throws: `Killed`
    func pass() throws {
        guard left.wrappingSubtract(1, ordering: .relaxed).oldValue > 0 else { throw Killed() }
    }

    /// Whether changes still happen.
    var isAlive: Bool { left.load(ordering: .relaxed) > 0 }

    /// Changes that were made of `count`.
    func passed(of count: Int) -> Int { count - left.load(ordering: .relaxed) }
}
