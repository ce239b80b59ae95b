import Synchronization

/// Lets several callers share one run of an operation: who asks while it runs gets its result.
///
/// A caller that is cancelled leaves at once; the operation is cancelled when the last one has left,
/// and has ended before the next one of its key begins.
final class SharedOperations<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Running {
        var generation: Int
        var task: Task<Void, Never>?
        var waiters: [Int: CheckedContinuation<Value, any Error>] = [:]
    }

    private struct State {
        var running: [Key: Running] = [:]
        /// Cancelled, and not yet at their end; the last one of each key.
        var ending: [Key: (generation: Int, task: Task<Void, Never>)] = [:]
        var number = 0

        mutating func nextNumber() -> Int {
            number += 1
            return number
        }
    }

    private let state = Mutex(State())

    func run(
        _ key: Key, _ operation: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let waiter = state.withLock { $0.nextNumber() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                join(key, waiter: waiter, continuation, operation)
                // The handler may have run before there was something to cancel.
                if Task.isCancelled { leave(key, waiter: waiter) }
            }
        } onCancel: {
            leave(key, waiter: waiter)
        }
    }

    /// Waits for the end of an operation that was cancelled.
    func drained(_ key: Key) async {
        await state.withLock { $0.ending[key]?.task }?.value
    }

    private func join(
        _ key: Key, waiter: Int, _ continuation: CheckedContinuation<Value, any Error>,
        _ operation: @escaping @Sendable () async throws -> Value
    ) {
        state.withLock { state in
            if state.running[key] != nil {
                state.running[key]?.waiters[waiter] = continuation
                return
            }
            let generation = state.nextNumber()
            let previous = state.ending[key]?.task
            // Owned by `running`, and cancelled with its last waiter.
            let task = Task {
                await previous?.value
                let result: Result<Value, any Error>
                do { result = .success(try await operation()) } catch { result = .failure(error) }
                self.finish(key, generation: generation, result)
            }
            state.running[key] = Running(
                generation: generation, task: task, waiters: [waiter: continuation])
        }
    }

    private func finish(_ key: Key, generation: Int, _ result: Result<Value, any Error>) {
        let waiters = state.withLock { state -> [CheckedContinuation<Value, any Error>] in
            if state.ending[key]?.generation == generation { state.ending[key] = nil }
            guard state.running[key]?.generation == generation else { return [] }
            return state.running.removeValue(forKey: key).map { Array($0.waiters.values) } ?? []
        }
        for waiter in waiters { waiter.resume(with: result) }
    }

    private func leave(_ key: Key, waiter: Int) {
        typealias Left = (
            continuation: CheckedContinuation<Value, any Error>, task: Task<Void, Never>?
        )
        let left = state.withLock { state -> Left? in
            guard let continuation = state.running[key]?.waiters.removeValue(forKey: waiter) else {
                return nil
            }
            guard state.running[key]?.waiters.isEmpty == true else { return (continuation, nil) }
            guard let left = state.running.removeValue(forKey: key), let task = left.task else {
                return (continuation, nil)
            }
            state.ending[key] = (left.generation, task)
            return (continuation, task)
        }
        // Not within the lock: cancelling runs the task's own handlers.
        left?.task?.cancel()
        left?.continuation.resume(throwing: CancellationError())
    }
}
