import Synchronization

/// Whether a server is gone for longer than a daemon takes to start anew.
final class ServerAbsence: Sendable {
    /// Attempts in a row that fail are made after 1, 2, 4 s.
    private static let limit = 4
    /// Attempts that are further apart are not in a row.
    private static let interval = Duration.seconds(10)

    private let failures = Mutex<(count: Int, last: ContinuousClock.Instant?)>((0, nil))
    private let ended: AsyncStream<Never>
    private let ending: AsyncStream<Never>.Continuation

    init() {
        (ended, ending) = AsyncStream.makeStream(of: Never.self)
    }

    /// The server could not be reached.
    func note(now: ContinuousClock.Instant = .now) {
        let count = failures.withLock { failures in
            let isInRow = failures.last.map { now - $0 < Self.interval } ?? false
            failures = (isInRow ? failures.count + 1 : 1, now)
            return failures.count
        }
        if count >= Self.limit { ending.finish() }
    }

    /// Returns when the server is gone, or the task is cancelled.
    func wait() async {
        for await _ in ended {}
    }
}
