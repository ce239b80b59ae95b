import KubernetesAPI

/// Runs one probe of one container, again and again, until its task is cancelled.
struct Prober: Sendable {
    let target: ProbeTarget
    let probe: Probe
    let place: ContainerPlace
    /// When the container started, nanoseconds since 1970.
    let startedAt: Int64
    /// What was decided before.
    let verdict: Bool?
    /// What is asked; a port's name may be unknown.
    let check: Result<HealthCheck, any Error>
    let checker: any HealthChecker
    let clock: any WallClock
    let events: PodEvents

    /// A probe that cannot be run is tried so often at once.
    private static let attempts = 3

    /// - Parameter report: is told each new verdict.
    func run(report: @Sendable (Bool) -> Void) async {
        var tally = ProbeTally(probe, verdict: verdict)
        let period = Int64(max(probe.periodSeconds, 1)) * .second
        var next = max(
            clock.now(), startedAt + Int64(max(probe.initialDelaySeconds, 0)) * .second)
        while !Task.isCancelled {
            do { try await clock.sleep(until: next) } catch { return }
            let outcome = await outcome()
            // What is asked of a container that is no longer to be asked says nothing.
            guard !Task.isCancelled else { return }
            tell(outcome)
            if let verdict = tally.count(outcome) { report(verdict) }
            // A probe that took longer than its period is not made up for.
            next += (max(clock.now() - next, 0) / period + 1) * period
        }
    }

    private func outcome() async -> ProbeOutcome {
        switch check {
        case .failure(let error): return .error(String(describing: error))
        case .success(let check):
            for _ in 1..<Self.attempts {
                let outcome = await checker.outcome(of: check)
                guard case .error = outcome, !Task.isCancelled else { return outcome }
            }
            return await checker.outcome(of: check)
        }
    }

    private func tell(_ outcome: ProbeOutcome) {
        let name = target.kind.name
        switch outcome {
        case .success: break
        case .warning(let text):
            events.warning("ProbeWarning", "\(name) probe warning: \(text)", container: place)
        case .failure(let text):
            events.warning("Unhealthy", "\(name) probe failed: \(text)", container: place)
        case .error(let text):
            events.warning(
                "Unhealthy", "\(name) probe errored and resulted in unknown state: \(text)",
                container: place)
        }
    }
}
