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
        let appStarted = pod.spec.containers.contains {
            observed[$0.name].current != nil || observed[$0.name].operation != .none
        }
        guard appStarted || initialize() else { return }
        if appStarted { restartSidecars(pod.spec.initContainers) }
        decideApps()
    }

    // MARK: - Init containers

    /// Takes init containers one step on.
    ///
    /// - Returns: whether app containers may start.
    private mutating func initialize() -> Bool {
        let containers = pod.spec.initContainers
        let latest = containers.lastIndex {
            observed[$0.name].current != nil || observed[$0.name].operation != .none
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

    /// - Returns: whether it runs.
    private mutating func keepSidecar(_ container: KubernetesAPI.Container) -> Bool {
        let seen = observed[container.name]
        guard seen.operation == .none else { return false }
        advance(container, .sidecar, seen)
        return seen.current?.isRunning == true
    }

    private mutating func restartSidecars(_ containers: some Sequence<KubernetesAPI.Container>) {
        for container in containers where container.isSidecar { _ = keepSidecar(container) }
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
            guard role != .initialization, current.configuration.image != container.image else {
                return
            }
            stop(
                container, current, .definitionChanged, pod.spec.terminationGracePeriodSeconds ?? 30
            )
        case .unknown:
            stop(container, current, .stateUnknown, 0)
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
            finishedAt: exit.finishedAt, now: now, settings.crashBackOff)
        if let end, !seen.restartRequested {
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

    private mutating func stop(
        _ container: KubernetesAPI.Container, _ current: RuntimeContainer, _ reason: StopReason,
        _ grace: Int64
    ) {
        let grace = max(grace, reason == .stateUnknown ? 0 : settings.minimumGracePeriod)
        actions.append(
            .stop(container: container.name, id: current.id, reason, gracePeriod: grace))
    }
}
