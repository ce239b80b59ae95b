import Glibc

/// Time as Pods see it. Injected, so that tests decide what time it is.
public protocol WallClock: Sendable {
    /// Nanoseconds since 1970.
    func now() -> Int64
    /// Returns at `time` (nanoseconds since 1970), or throws when cancelled.
    func sleep(until time: Int64) async throws
}

/// The machine's clock.
public struct SystemWallClock: WallClock {
    public init() {}

    public func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * .second + Int64(time.tv_nsec)
    }

    public func sleep(until time: Int64) async throws {
        let left = time - now()
        guard left > 0 else { return }
        try await Task.sleep(for: .nanoseconds(left), tolerance: .milliseconds(1))
    }
}
