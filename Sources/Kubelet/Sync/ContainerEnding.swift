/// How far the end of one container is (kubelet: `killContainer`): its preStop hook, then for a
/// sidecar the wait for those that need it, then its stop signal.
struct ContainerEnding: Sendable, Hashable {
    enum Step: Sendable, Hashable {
        /// The preStop hook runs.
        case hook
        /// It waits for its turn.
        case turn
        /// It has its stop signal; `until`: when it is killed, nanoseconds since 1970.
        case signalled(until: Int64)
    }

    private(set) var step: Step
    /// Seconds that were left when the step began.
    private(set) var gracePeriod: Int64
    /// When the step began, nanoseconds since 1970.
    private(set) var since: Int64
    /// When the grace period that it began with is over, nanoseconds since 1970.
    let firstDeadline: Int64

    init(gracePeriod: Int64, hasHook: Bool, now: Int64) {
        step = hasHook && gracePeriod > 0 ? .hook : .turn
        self.gracePeriod = gracePeriod
        since = now
        firstDeadline = now + gracePeriod * .second
    }

    /// When nothing of the grace period is left, nanoseconds since 1970.
    var deadline: Int64 { since + gracePeriod * .second }

    /// Whole seconds that are left; those that have begun count as left.
    func left(at now: Int64) -> Int64 {
        max(gracePeriod - max(now - since, 0) / .second, 0)
    }

    mutating func endHook(now: Int64) {
        guard step == .hook else { return }
        gracePeriod = left(at: now)
        since = now
        step = .turn
    }

    mutating func signal(gracePeriod: Int64, now: Int64) {
        self.gracePeriod = gracePeriod
        since = now
        step = .signalled(until: deadline)
    }
}
