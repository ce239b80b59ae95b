import Dispatch
import Synchronization

/// Runs `body` on a thread of its own, as `blockingCall` does, and waits for it no longer when the
/// task is cancelled: for calls into what may never answer, such as file systems. Their thread ends
/// when they do.
///
/// - Throws: what `body` throws, `CancellationError`.
public func foreignCall<Value: Sendable>(
    _ body: @escaping @Sendable () throws -> Value
) async throws -> Value {
    let waiter = Waiter<Value>()
    return try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { continuation in
            guard waiter.wait(with: continuation) else { return }
            DispatchQueue(label: "swiftlet.foreign-call").async {
                waiter.resume(with: Result(catching: body))
            }
        }
    } onCancel: {
        waiter.resume(with: .failure(CancellationError()))
    }
}

/// Who waits for a call; told once.
private final class Waiter<Value: Sendable>: Sendable {
    private enum State: Sendable {
        case idle
        case waiting(CheckedContinuation<Value, any Error>)
        case told
    }

    private let state = Mutex(State.idle)

    /// - Returns: whether the call is still to be made.
    func wait(with continuation: CheckedContinuation<Value, any Error>) -> Bool {
        let isCancelled = state.withLock { state in
            if case .told = state { return true }
            state = .waiting(continuation)
            return false
        }
        if isCancelled { continuation.resume(throwing: CancellationError()) }
        return !isCancelled
    }

    func resume(with result: Result<Value, any Error>) {
        let continuation = state.withLock { state -> CheckedContinuation<Value, any Error>? in
            defer { state = .told }
            if case .waiting(let continuation) = state { return continuation }
            return nil
        }
        continuation?.resume(with: result)
    }
}
