import Synchronization

/// Lets several callers share one run of an operation: who asks while it runs gets its result.
///
/// A caller that is cancelled leaves at once; the operation is cancelled when the last one has left.
final class SharedOperations<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Running {
        var generation: Int
        var task: Task<Void, Never>?
        var waiters: [Int: CheckedContinuation<Value, any Error>] = [:]
    }

    private struct State {
        var running: [Key: Running] = [:]
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
            // Owned by `running`, and cancelled with its last waiter.
            let task = Task {
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
            return (continuation, state.running.removeValue(forKey: key)?.task)
        }
        // Not within the lock: cancelling runs the task's own handlers.
        left?.task?.cancel()
        left?.continuation.resume(throwing: CancellationError())
    }
}
