import Dispatch
import Synchronization

/// The one writer: mutations that wait at the same time are committed together.
///
/// A commit costs one wait for the disk however many mutations it holds. While it waits the next
/// ones gather, so the number of durable writes a second grows with the number of clients.
final class CommitQueue: Sendable {
    private struct Request {
        var mutation: Mutation
        var continuation: CheckedContinuation<Result<Change, ObjectStoreError>, Never>
    }

    private struct State {
        var waiting: [Request] = []
        var isDraining = false
    }

    /// At most so many mutations in one transaction, which bounds the first one's wait.
    private static let batchLimit = 256

    private let queue = DispatchQueue(label: "swiftlet.store.write", qos: .userInitiated)
    private let state = Mutex(State())
    private let log: ChangeLog
    private let publish: @Sendable ([Change]) -> Void

    /// - Parameter publish: is given the changes of each commit in their order, before those who
    ///   asked for them are answered.
    init(log: ChangeLog, publish: @escaping @Sendable ([Change]) -> Void) {
        self.log = log
        self.publish = publish
    }

    /// Carries `mutation` out.
    ///
    /// - Returns: the change, when it is on the disk.
    func commit(_ mutation: Mutation) async throws(ObjectStoreError) -> Change {
        let result = await withCheckedContinuation { continuation in
            let mustDrain = state.withLock { state in
                state.waiting.append(Request(mutation: mutation, continuation: continuation))
                defer { state.isDraining = true }
                return !state.isDraining
            }
            if mustDrain { queue.async { self.drain() } }
        }
        return try result.get()
    }

    private func drain() {
        while true {
            let batch = state.withLock { state in
                let batch = Array(state.waiting.prefix(Self.batchLimit))
                state.waiting.removeFirst(batch.count)
                if batch.isEmpty { state.isDraining = false }
                return batch
            }
            if batch.isEmpty { return }
            let results = log.append(batch.map(\.mutation))
            publish(results.compactMap { try? $0.get() })
            for (request, result) in zip(batch, results) {
                request.continuation.resume(returning: result)
            }
        }
    }
}
