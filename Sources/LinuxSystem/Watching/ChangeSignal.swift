import Synchronization

/// Wakes one waiting task; what is signalled while it does not wait is kept, and the same thing
/// twice is kept once, so that a slow task is never behind a queue.
public final class ChangeSignal: Sendable {
    /// What has happened since the last wait.
    public struct Reasons: OptionSet, Sendable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// A watched file was written to.
        public static let contents = Reasons(rawValue: 1)
        /// A file was made, renamed or removed.
        public static let names = Reasons(rawValue: 2)
        /// Somebody asked for it.
        public static let request = Reasons(rawValue: 4)
    }

    private struct State {
        var reasons: Reasons = []
        var waiter: CheckedContinuation<Reasons, Never>?
        var isCancelled = false
    }

    private let state = Mutex(State())

    public init() {}

    public func signal(_ reasons: Reasons) {
        let woken = state.withLock { state -> (CheckedContinuation<Reasons, Never>, Reasons)? in
            state.reasons.formUnion(reasons)
            guard let waiter = state.waiter else { return nil }
            state.waiter = nil
            defer { state.reasons = [] }
            return (waiter, state.reasons)
        }
        if let woken { woken.0.resume(returning: woken.1) }
    }

    /// Waits for a signal; returns at once where one came since the last wait. Only one task may
    /// wait at a time.
    ///
    /// - Returns: what has happened; nothing when the task is cancelled.
    public func wait() async -> Reasons {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let ready = state.withLock { state -> Reasons? in
                    if state.reasons.isEmpty && !state.isCancelled {
                        precondition(state.waiter == nil, "one task waits at a time")
                        state.waiter = continuation
                        return nil
                    }
                    defer { state.reasons = [] }
                    return state.reasons
                }
                if let ready { continuation.resume(returning: ready) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.isCancelled = true
                defer { state.waiter = nil }
                return state.waiter
            }
            waiter?.resume(returning: [])
        }
    }
}
