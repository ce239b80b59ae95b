import Synchronization

/// What a controller has to look at: each key once, however often it was noted meanwhile.
final class WorkQueue<Key: Hashable & Sendable>: Sendable {
    private let keys = Mutex<Set<Key>>([])
    private let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation

    init() {
        (signals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func add(_ key: Key) {
        let isNew = keys.withLock { $0.insert(key).inserted }
        if isNew { signal.yield() }
    }

    /// Hands out the keys, some at a time, until the task is cancelled. One reader at a time.
    func forEachBatch(_ body: (Set<Key>) async -> Void) async {
        for await _ in signals {
            let batch = keys.withLock { keys in
                defer { keys = [] }
                return keys
            }
            if !batch.isEmpty { await body(batch) }
        }
    }
}
