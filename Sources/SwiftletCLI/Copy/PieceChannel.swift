import Dispatch
import Synchronization

/// Hands pieces from one thread or task to another, one at a time.
final class PieceChannel: Sendable {
    private struct State {
        var piece: [UInt8]?
        var isFinished = false
        var waiting: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())
    private let changed = DispatchSemaphore(value: 0)

    // MARK: - For the thread

    /// Waits until there is room. Blocks.
    ///
    /// - Returns: whether somebody takes it.
    func putBlocking(_ bytes: [UInt8]) -> Bool {
        while true {
            let (isPut, isFinished) = state.withLock { state -> (Bool, Bool) in
                if state.isFinished { return (false, true) }
                guard state.piece == nil else { return (false, false) }
                state.piece = bytes
                wake(&state)
                return (true, false)
            }
            if isPut { return true }
            if isFinished { return false }
            changed.wait()
        }
    }

    /// Waits for the next piece; nil at the end. Blocks.
    func takeBlocking() -> [UInt8]? {
        while true {
            let (piece, isFinished) = state.withLock { state in
                defer {
                    if state.piece != nil {
                        state.piece = nil
                        wake(&state)
                    }
                }
                return (state.piece, state.isFinished)
            }
            if let piece { return piece }
            if isFinished { return nil }
            changed.wait()
        }
    }

    // MARK: - For the task

    /// Waits until there is room.
    ///
    /// - Returns: whether somebody takes it.
    func put(_ bytes: [UInt8]) async -> Bool {
        while true {
            let isPut = state.withLock { state -> Bool? in
                if state.isFinished { return false }
                guard state.piece == nil else { return nil }
                state.piece = bytes
                wake(&state)
                return true
            }
            if let isPut { return isPut }
            await wait { $0.piece == nil }
        }
    }

    /// The next piece; nil at the end.
    func take() async -> [UInt8]? {
        while true {
            let (piece, isFinished) = state.withLock { state in
                defer {
                    if state.piece != nil {
                        state.piece = nil
                        wake(&state)
                    }
                }
                return (state.piece, state.isFinished)
            }
            if piece != nil || isFinished { return piece }
            await wait { $0.piece != nil }
        }
    }

    /// No more comes, or nobody takes more.
    func finish() {
        state.withLock { state in
            state.isFinished = true
            wake(&state)
        }
    }

    private func wait(until isReady: (State) -> Bool) async {
        await withCheckedContinuation { continuation in
            state.withLock { state in
                if isReady(state) || state.isFinished {
                    continuation.resume()
                } else {
                    state.waiting = continuation
                }
            }
        }
    }

    private func wake(_ state: inout State) {
        state.waiting?.resume()
        state.waiting = nil
        changed.signal()
    }
}
