import ContainerRuntime
import KubernetesAPI

/// Decides about the containers of a Pod whose sandbox and volumes are ready.
struct ContainerSteps {
    let pod: Pod
    let observed: ObservedPod
    let now: Int64
    let settings: SyncSettings
    var actions: [PodAction]
    /// The images already asked for in this decision.
    private var imagesAskedFor: Set<String>

    init(
        pod: Pod, observed: ObservedPod, now: Int64, settings: SyncSettings, actions: [PodAction]
    ) {
        self.pod = pod
        self.observed = observed
        self.now = now
        self.settings = settings
        self.actions = actions
        imagesAskedFor = Set(
            actions.compactMap {
                if case .ensureImage(let container) = $0 { container } else { nil }
            })
    }

    mutating func decide() {
        continueEndings()
        decideEphemerals()
        if let after = observed.startsAfter, now < after {
            actions.append(.wake(at: after))
            return
        }
        let appStarted = pod.spec.containers.contains { observed[$0.name].isBegun }
        guard appStarted || initialize() else { return }
        if appStarted { restartSidecars(pod.spec.initContainers) }
        decideApps()
    }

    /// Signals those whose preStop hook has ended.
    private mutating func continueEndings() {
        for (container, _) in pod.spec.containersWithRoles {
            actions += EndSteps.next(
                observed[container.name], name: container.name, isItsTurn: true, limit: nil,
                now: now, settings)
        }
    }

    /// Ephemeral containers wait for nobody, and nobody for them.
    private mutating func decideEphemerals() {
        for ephemeral in pod.spec.ephemeralContainers {
            let seen = observed[ephemeral.name]
            guard seen.operation == .none else { continue }
            advance(ephemeral.container, .ephemeral, seen)
        }
    }

    // MARK: - Init containers

    /// Takes init containers one step on.
    ///
    /// - Returns: whether app containers may start.
    private mutating func initialize() -> Bool {
        let containers = pod.spec.initContainers
        let latest = containers.lastIndex {
            observed[$0.name].isBegun || observed[$0.name].outlivesSandbox
        }
        // A gate once passed stays open; only sidecars behind it are looked after.
        restartSidecars(containers[..<(latest ?? 0)])
        for container in containers[(latest ?? 0)...] {
            guard container.isSidecar ? keepSidecar(container) : runInitContainer(container) else {
                return false
            }
        }
        return true
    }

    /// - Returns: whether it has ended well.
    private mutating func runInitContainer(_ container: KubernetesAPI.Container) -> Bool {
        let seen = observed[container.name]
        guard seen.operation == .none else { return false }
        if let exit = seen.current?.exit, exit.exitCode == 0 { return true }
        advance(container, .initialization, seen)
        return false
    }

    /// Starts it again where it has ended; also while the Pod ends and others need it.
    ///
    /// - Returns: whether it runs and has started.
    @discardableResult
    mutating func keepSidecar(_ container: KubernetesAPI.Container) -> Bool {
        let seen = observed[container.name]
        guard seen.operation == .none else { return false }
        advance(container, .sidecar, seen)
        return seen.hasStarted(container)
    }

    private mutating func restartSidecars(_ containers: some Sequence<KubernetesAPI.Container>) {
        for container in containers where container.isSidecar { keepSidecar(container) }
    }

    // MARK: - App containers

    /// Starts app containers in their order. One whose image is still on its way holds up those
    /// behind it; one that failed does not.
    private mutating func decideApps() {
        for container in pod.spec.containers {
            let seen = observed[container.name]
            guard seen.operation == .none else { continue }
            if seen.current == nil, seen.failure == nil {
                if case .working = seen.image { return }
            }
            advance(container, .app, seen)
        }
    }

    // MARK: - One container

    /// The next step of a container that nothing is being done about.
    private mutating func advance(
        _ container: KubernetesAPI.Container, _ role: ContainerRestart.Role,
        _ seen: ObservedContainer
    ) {
        guard let current = seen.current else {
            if let failure = seen.failure, now < failure.retryAt {
                actions.append(.wake(at: failure.retryAt))
            } else {
                launch(container, seen)
            }
            return
        }
        switch current.state {
        case .created:
            actions.append(.start(container: container.name, id: current.id))
        case .running:
            guard let reason = stopReason(container, role, seen, current) else { return }
            stop(container, current, reason)
        case .unknown:
            stop(container, current, .stateUnknown)
        case .exited(_, let exit):
            restart(container, role, seen, exit)
        }
    }

    private mutating func restart(
        _ container: KubernetesAPI.Container, _ role: ContainerRestart.Role,
        _ seen: ObservedContainer, _ exit: ContainerExit
    ) {
        let isRestarted = ContainerRestart.isRestarted(
            container, role: role, podPolicy: pod.spec.restartPolicy, exitCode: exit.exitCode)
        guard isRestarted || seen.restartRequested else { return }
        let end = seen.backOff.end(
            finishedAt: exit.finishedAt, now: now)
        if let end, !seen.restartRequested || seen.restartIsPutOff {
            actions.append(.wake(at: end))
        } else if let failure = seen.failure, now < failure.retryAt {
            actions.append(.wake(at: failure.retryAt))
        } else {
            launch(container, seen)
        }
    }

    private mutating func launch(_ container: KubernetesAPI.Container, _ seen: ObservedContainer) {
        switch seen.image {
        case .ready:
            actions.append(.launch(container: container.name, attempt: seen.nextAttempt))
        case .unknown:
            if imagesAskedFor.insert(container.name).inserted {
                actions.append(.ensureImage(container: container.name))
            }
        case .failed(let failure):
            actions.append(
                now >= failure.retryAt
                    ? .ensureImage(container: container.name)
                    : .wake(at: ImageBackOff.nextChange(of: failure, now: now)))
        case .working:
            break
        }
    }

    /// Why a running container is to be stopped; nil where it is to run on.
    private func stopReason(
        _ container: KubernetesAPI.Container, _ role: ContainerRestart.Role,
        _ seen: ObservedContainer, _ current: RuntimeContainer
    ) -> StopReason? {
        if let request = seen.stopRequest { return request }
        guard role == .app || role == .sidecar else { return nil }
        if current.configuration.image != container.image { return .definitionChanged }
        let restarts = ContainerRestart.isRestartedByProbe(
            container, role: role, podPolicy: pod.spec.restartPolicy)
        if seen.health.liveness == false { return .livenessFailed(restarts: restarts) }
        if seen.health.startup == false { return .startupFailed(restarts: restarts) }
        return nil
    }

    private mutating func stop(
        _ container: KubernetesAPI.Container, _ current: RuntimeContainer, _ reason: StopReason
    ) {
        actions += EndSteps.begin(
            container, id: current.id, reason,
            gracePeriod: Self.gracePeriod(container, pod, reason), isItsTurn: true, now: now,
            settings)
    }

    /// A probe may have a grace period of its own.
    private static func gracePeriod(
        _ container: KubernetesAPI.Container, _ pod: Pod, _ reason: StopReason
    ) -> Int64 {
        let common = pod.spec.gracePeriod
        return switch reason {
        case .stateUnknown, .allRestart: 0
        case .livenessFailed: container.livenessProbe?.gracePeriod ?? common
        case .startupFailed: container.startupProbe?.gracePeriod ?? common
        case .podEnds, .definitionChanged, .resized, .postStartFailed: common
        }
    }
}

extension PodSpec {
    /// Seconds that its containers have to end.
    var gracePeriod: Int64 { (terminationGracePeriodSeconds ?? 30).boundedSeconds }
}

extension Probe {
    /// Seconds that a container has to end that failed it; nil where the Pod's hold.
    fileprivate var gracePeriod: Int64? { terminationGracePeriodSeconds?.boundedSeconds }
}
