import ContainerRuntime
import KubernetesAPI

/// Probes and postStart hooks.
extension PodWorker {
    /// Starts the probes that are to run now, and ends those that are not.
    func followProbes() {
        let wanted = ProbePlan.targets(pod, observed)
        guard wanted != probed else { return }
        for target in probed.subtracting(wanted) { tasks.cancel(.probe(target)) }
        for target in wanted.subtracting(probed) { startProber(target) }
        probed = wanted
    }

    private func startProber(_ target: ProbeTarget) {
        guard let (container, place) = container(target.container),
            let probe = container.probe(target.kind),
            case .running(let startedAt) = observed[target.container].current?.state
        else { return }
        let check = Result {
            try HealthCheck(
                probe, of: container, containerID: target.containerID, address: address)
        }
        let prober = Prober(
            target: target, probe: probe, place: place, startedAt: startedAt,
            verdict: observed[target.container].health[target.kind], check: check,
            checker: services.checker, clock: services.clock, events: events)
        tasks.start(.probe(target)) {
            await prober.run { self.send(.probed(target, $0)) }
        }
    }

    func probed(_ target: ProbeTarget, _ verdict: Bool) {
        guard observed[target.container].current?.id == target.containerID else { return }
        observed[target.container].health[target.kind] = verdict
    }

    // MARK: - Hooks

    /// Runs the postStart hook of a container that runs now; the next one begins after it.
    func beginPostStart(_ name: String, _ turn: StartTurn) {
        guard let container = container(name)?.container, let hook = container.lifecycle?.postStart,
            let current = observed[name].current, current.isRunning
        else {
            turn.end()
            return
        }
        observed[name].operation = .starting
        let runner = hooks(of: container, current.id)
        tasks.start(.postStart(name)) {
            let failure = await runner.run(hook)
            turn.end()
            self.send(.postStarted(container: name, id: current.id, failure))
        }
    }

    func postStarted(_ name: String, _ id: String, _ failure: HookFailure?) {
        guard observed[name].current?.id == id, observed[name].operation == .starting else {
            return
        }
        observed[name].operation = .none
        observed[name].putOffBy = nil
        guard let failure else { return }
        // The message is not for everybody who may read events.
        events.warning(
            "FailedPostStartHook", "PostStartHook failed", container: container(name)?.place)
        let now = services.clock.now()
        observed[name].failure = Failure(
            reason: Failure.postStart, message: failure.message, failedAt: now, retryAt: now)
        observed[name].stopRequest = .postStartFailed
    }

    func hooks(of container: KubernetesAPI.Container, _ id: String) -> HookRunner {
        HookRunner(
            pod: pod, container: container, containerID: id, address: address,
            commands: services.commands, clock: services.clock, events: events)
    }

    /// Where the Pod is reached from here.
    private var address: String {
        let hosts = services.configuration.hostIPs
        let own = pod.spec.hostNetwork ? hosts : observed.ipAddresses
        return own.first ?? hosts.first ?? "127.0.0.1"
    }
}
