import ContainerRuntime
import KubernetesAPI

/// The steps that end one container, whatever it ends for.
enum EndSteps {
    /// - Parameters:
    ///   - gracePeriod: in seconds; 0 runs no hook.
    ///   - isItsTurn: whether nobody needs the container any more.
    static func begin(
        _ container: KubernetesAPI.Container, id: String, _ reason: StopReason, gracePeriod: Int64,
        hasHook: Bool? = nil, isItsTurn: Bool, now: Int64, _ settings: SyncSettings
    ) -> [PodAction] {
        let name = container.name
        let stop = PodAction.stop(container: name, id: id, reason, gracePeriod: gracePeriod)
        let hasHook = hasHook ?? (container.lifecycle?.preStop != nil)
        if hasHook, gracePeriod > 0 { return [stop, .wake(at: now + gracePeriod * .second)] }
        guard isItsTurn || gracePeriod == 0 else {
            return [stop, .wake(at: now + gracePeriod * .second)]
        }
        let seconds = max(gracePeriod, minimum(reason, settings))
        return [stop, .signal(container: name, id: id, gracePeriod: seconds)]
    }

    /// The next step of a container that is being ended.
    ///
    /// - Parameter limit: when the whole Pod's grace period is over, nanoseconds since 1970; it may
    ///   have become shorter meanwhile.
    static func next(
        _ seen: ObservedContainer, name: String, isItsTurn: Bool, limit: Int64?, now: Int64,
        _ settings: SyncSettings
    ) -> [PodAction] {
        guard let ending = seen.ending, let id = seen.current?.id, seen.isActive else { return [] }
        // Seconds that are truncated at each step are left to the next one, unless less is wanted.
        let limit = limit.flatMap { $0 < ending.firstDeadline ? $0 : nil }
        let deadline = min(ending.deadline, limit ?? .max)
        switch ending.step {
        case .hook where now < deadline:
            return [.wake(at: deadline)]
        case .turn where now < deadline && !isItsTurn:
            return [.wake(at: deadline)]
        case .hook, .turn:
            var left = now < deadline ? ending.left(at: now) : 0
            if let limit { left = min(left, secondsLeft(until: limit, now: now)) }
            return [
                .signal(
                    container: name, id: id, gracePeriod: max(left, settings.minimumGracePeriod))
            ]
        case .signalled(let until):
            guard let limit else { return [] }
            let seconds = max(secondsLeft(until: limit, now: now), settings.minimumGracePeriod)
            guard now + seconds * .second < until else { return [] }
            return [.signal(container: name, id: id, gracePeriod: seconds)]
        }
    }

    /// Rounded up.
    static func secondsLeft(until time: Int64, now: Int64) -> Int64 {
        (max(time - now, 0) + .second - 1) / .second
    }

    /// What is in an unknown state is killed; all others have time to end.
    private static func minimum(_ reason: StopReason, _ settings: SyncSettings) -> Int64 {
        reason == .stateUnknown ? 0 : settings.minimumGracePeriod
    }
}
