import Dispatch
import Synchronization

/// The one writer: transactions that wait at the same time are committed together.
///
/// A commit costs one wait for the disk however many transactions it holds. While it waits the next
/// ones gather, so the number of durable writes a second grows with the number of clients.
final class CommitQueue: Sendable {
    private struct Request {
        var transaction: Transaction
        var continuation: CheckedContinuation<Result<[Change], ObjectStoreError>, Never>
    }

    private struct State {
        var waiting: [Request] = []
        var isDraining = false
    }

    /// At most so many transactions in one commit, which bounds the first one's wait.
    private static let batchLimit = 256

    private let queue = DispatchQueue(label: "swiftlet.store.write", qos: .userInitiated)
    private let state = Mutex(State())
    private let log: ChangeLog
    private let checkpointer: Checkpointer
    private let publish: @Sendable ([Change]) -> Void

    /// - Parameter publish: is given the changes of each commit in their order, before those who
    ///   asked for them are answered.
    init(
        log: ChangeLog, checkpointer: Checkpointer,
        publish: @escaping @Sendable ([Change]) -> Void
    ) {
        self.log = log
        self.checkpointer = checkpointer
        self.publish = publish
    }

    /// Carries `transaction` out.
    ///
    /// - Returns: its changes in their order, when they are on the disk.
    func commit(_ transaction: Transaction) async throws(ObjectStoreError) -> [Change] {
        let result = await withCheckedContinuation { continuation in
            let mustDrain = state.withLock { state in
                state.waiting.append(Request(transaction: transaction, continuation: continuation))
                defer { state.isDraining = true }
                return !state.isDraining
            }
            if mustDrain { queue.async { self.drain() } }
        }
        return try result.get()
    }

    /// Carries `body` out while nothing is written.
    func withoutWrites<Output>(_ body: () throws -> Output) rethrows -> Output {
        try queue.sync(execute: body)
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
            let results = log.append(batch.map(\.transaction))
            publish(results.flatMap { (try? $0.get()) ?? [] })
            for (request, result) in zip(batch, results) {
                request.continuation.resume(returning: result)
            }
            if checkpointer.isOverdue(pages: log.pages) { log.checkpoint() }
        }
    }
}
