/// How long restarts of something that keeps failing are put off.
public struct BackOffSettings: Sendable, Hashable {
    /// Nanoseconds.
    public var initial: Int64
    /// Nanoseconds.
    public var maximum: Int64

    /// The kubelet's numbers: 10 s doubling to 300 s.
    public init(initial: Duration = .seconds(10), maximum: Duration = .seconds(300)) {
        self.initial = initial.nanoseconds
        self.maximum = maximum.nanoseconds
    }
}

/// The back-off of one container: each restart doubles the delay until the next.
struct CrashBackOff: Sendable, Hashable {
    /// Nanoseconds; 0 before the first restart.
    private(set) var delay: Int64 = 0
    private(set) var updatedAt: Int64 = 0

    /// What ran for longer than this begins anew, whatever the longest delay is (kubelet:
    /// `crashLoopBackOff.HasExpiredFunc`), nanoseconds.
    private static let calm = 600 * Int64.second

    /// Until when a container that ended at `finishedAt` has to wait; nil where it need not.
    func end(finishedAt: Int64, now: Int64) -> Int64? {
        guard delay > 0, !isExpired(at: finishedAt) else { return nil }
        let end = finishedAt + delay
        return now < end ? end : nil
    }

    /// Counts a restart of what ended at `finishedAt`.
    mutating func advance(finishedAt: Int64, now: Int64, _ settings: BackOffSettings) {
        delay =
            delay == 0 || isExpired(at: finishedAt)
            ? settings.initial : min(delay * 2, settings.maximum)
        updatedAt = now
    }

    private func isExpired(at time: Int64) -> Bool {
        time - updatedAt > Self.calm
    }
}

extension Duration {
    var nanoseconds: Int64 {
        components.seconds * .second + components.attoseconds / 1_000_000_000
    }
}
