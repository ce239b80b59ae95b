import JSON
import Synchronization

/// Shows how much of an archive has gone to the daemon or come from it: on a terminal by a bar, elsewhere
/// not at all. It is written to standard error, never between data.
final class TransferProgress: Sendable {
    private struct State {
        var progress: PullProgress
        var bytes: Int64 = 0
        var shownAt: ContinuousClock.Instant?
    }

    private let step: String
    private let total: Int64
    private let state: Mutex<State>
    /// Pieces come much faster than anybody reads.
    private static let pause = Duration.milliseconds(100)

    /// - Parameters:
    ///   - step: what is done.
    ///   - total: bytes, about; 0 where they are not known.
    init(_ step: String, total: Int64, _ form: PullProgress.Form = .standard) {
        self.step = step
        self.total = total
        state = Mutex(State(progress: PullProgress(form == .bars ? .bars : .nothing)))
    }

    /// So many bytes more are through.
    ///
    /// - Returns: what to write to show it.
    func advance(by count: Int, now: ContinuousClock.Instant = .now) -> String {
        state.withLock { state in
            state.bytes += Int64(count)
            if let shownAt = state.shownAt, now - shownAt < Self.pause { return "" }
            state.shownAt = now
            return state.progress.show([
                "step": .string(step), "completedBytes": .integer(state.bytes),
                "totalBytes": .integer(total),
            ])
        }
    }

    /// What to write to remove the bar.
    func clear() -> String {
        state.withLock { $0.progress.clear() }
    }
}
