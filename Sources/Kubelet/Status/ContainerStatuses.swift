import ContainerRuntime
import KubernetesAPI

/// The statuses of a Pod's containers (kubelet: `convertToAPIContainerStatuses`).
struct ContainerStatuses {
    let pod: Pod
    let observed: ObservedPod
    /// What was reported last; says what is known of containers that are gone.
    let previous: PodStatus
    /// Nanoseconds since 1970.
    let now: Int64
    let settings: SyncSettings

    func initContainers() -> [ContainerStatus] {
        pod.spec.initContainers.map {
            status($0, $0.isSidecar ? .sidecar : .initialization, previous.initContainerStatuses)
        }
    }

    /// By their names, as the kubelet has them: which one `kubectl get pods` tells of depends on it.
    func appContainers() -> [ContainerStatus] {
        pod.spec.containers.map { status($0, .app, previous.containerStatuses) }
            .sorted { $0.name < $1.name }
    }

    func ephemeralContainers() -> [ContainerStatus] {
        pod.spec.ephemeralContainers.map {
            status($0.container, .ephemeral, previous.ephemeralContainerStatuses)
        }.sorted { $0.name < $1.name }
    }

    private func status(
        _ container: KubernetesAPI.Container, _ role: ContainerRestart.Role,
        _ previous: [ContainerStatus]
    ) -> ContainerStatus {
        let seen = observed[container.name]
        let old = previous.first { $0.name == container.name }
        var status = ContainerStatus()
        status.name = container.name
        status.image = container.image
        if let current = seen.current, isReset(role) {
            status.restartCount = Int32(clamping: current.configuration.attempt + 1)
            status.state.waiting = Self.resetWaiting
            status.lastState = Self.resetEnd
        } else if let current = seen.current {
            describe(current, seen, old, &status)
            status.state = state(of: current, container, role, seen, &status.lastState)
        } else if observed.stage.isTerminal, let old, old.state.running != nil {
            status = old
            status.state = Self.lost(old)
        } else if let old, old.state.terminated != nil, seen.failure == nil,
            observed.stage != .syncing
        {
            status = old
        } else if role == .initialization, appsWereMade {
            status = old ?? status
            if status.state.terminated == nil { status.state = Self.forgotten }
        } else {
            status.state.waiting = waiting(container, seen)
            status.restartCount = Int32(clamping: seen.firstAttempt)
            status.lastState = lastState(seen, old?.lastState)
        }
        complete(&status, container, role, seen, old)
        setResources(&status, container, old)
        return status
    }

    /// Whether the container is being removed with all others to begin anew.
    private func isReset(_ role: ContainerRestart.Role) -> Bool {
        role != .ephemeral && observed.restartOfAll?.isRemoving == true
    }

    private var appsWereMade: Bool {
        pod.spec.containers.contains {
            observed[$0.name].current != nil && !observed[$0.name].outlivesSandbox
        }
    }

    /// What holds for the container in whatever state it is.
    private func describe(
        _ current: RuntimeContainer, _ seen: ObservedContainer, _ old: ContainerStatus?,
        _ status: inout ContainerStatus
    ) {
        let configuration = current.configuration
        status.image = configuration.annotations[ContainerLabels.imageName] ?? configuration.image
        status.imageID = configuration.imageReference
        status.containerID = ContainerLabels.statusID(current.id)
        status.restartCount = Int32(clamping: configuration.attempt)
        let isOther = old?.state.terminated != nil && old?.containerID != status.containerID
        status.lastState = lastState(seen, isOther ? old?.state : old?.lastState)
        status.user = current.user.map { user in
            .with {
                $0.linux = .with {
                    $0.uid = user.id
                    $0.gid = user.group
                    $0.supplementalGroups = user.groups
                }
            }
        }
        status.stopSignal = Self.stopSignal(configuration.stopSignal)
    }

    /// - Parameter reported: what is known of a run whose container is gone.
    private func lastState(
        _ seen: ObservedContainer, _ reported: KubernetesAPI.ContainerState?
    ) -> KubernetesAPI.ContainerState {
        if seen.lastWasReset { return Self.resetEnd }
        return seen.last.map { Self.ended($0, seen) } ?? reported ?? KubernetesAPI.ContainerState()
    }

    /// By its name, as the API has signals; nil for one without.
    private static func stopSignal(_ text: String?) -> Signal? {
        guard let text, !text.isEmpty else { return "SIGTERM" }
        if Int(text) != nil { return nil }
        let name = text.uppercased()
        return Signal(rawValue: name.hasPrefix("SIG") ? name : "SIG" + name)
    }

    private func complete(
        _ status: inout ContainerStatus, _ container: KubernetesAPI.Container,
        _ role: ContainerRestart.Role, _ seen: ObservedContainer, _ old: ContainerStatus?
    ) {
        let isRunning = status.state.running != nil
        switch role {
        case .initialization:
            status.started = isRunning
            status.ready = status.state.terminated?.exitCode == 0
        case .sidecar, .app:
            status.started = isRunning && seen.hasStarted(container)
            status.ready = isRunning && seen.isReady(container)
        case .ephemeral:
            // The kubelet leaves both alone: nobody asks them how they are.
            status.started = nil
        }
        status.volumeMounts = container.volumeMounts.map { mount in
            VolumeMountStatus.with {
                $0.name = mount.name
                $0.mountPath = mount.mountPath
                $0.readOnly = mount.readOnly
                if mount.readOnly { $0.recursiveReadOnly = recursiveReadOnly(mount, seen) }
                // Until the volumes have been looked at again it is what it was.
                $0.volumeStatus =
                    volumeStatus(mount)
                    ?? old?.volumeMounts.first { $0.name == mount.name }?.volumeStatus
            }
        }
    }

    /// What became of the mount, where it may be read-only in all its depth or not.
    private func recursiveReadOnly(
        _ mount: VolumeMount, _ seen: ObservedContainer
    ) -> RecursiveReadOnlyMode {
        let asked = mount.recursiveReadOnly ?? .disabled
        guard asked == .ifPossible else { return asked }
        let made = seen.current?.configuration.mounts.first {
            $0.containerPath == mount.mountPath
        }
        return made?.isRecursivelyReadOnly == true ? .enabled : .disabled
    }

    private func volumeStatus(_ mount: VolumeMount) -> VolumeStatus? {
        observed.volumeImages[mount.name].map { reference in
            .with { $0.image = .with { $0.imageRef = reference } }
        }
    }

    /// What a container has been given, and what it has: not the same while it is resized.
    private func setResources(
        _ status: inout ContainerStatus, _ container: KubernetesAPI.Container,
        _ old: ContainerStatus?
    ) {
        guard observed[container.name].current != nil || observed.resize.pending != nil else {
            return
        }
        status.allocatedResources = container.resources.requests
        status.resources =
            observed.resize.progress == nil
            ? container.resources : old?.resources ?? container.resources
    }

    // MARK: - States

    private func state(
        of current: RuntimeContainer, _ container: KubernetesAPI.Container,
        _ role: ContainerRestart.Role, _ seen: ObservedContainer,
        _ last: inout KubernetesAPI.ContainerState
    ) -> KubernetesAPI.ContainerState {
        var state = KubernetesAPI.ContainerState()
        switch current.state {
        case .created:
            state.waiting = waiting(container, seen)
        case .running where isBeingStarted(seen):
            // The wait for a restart lasts until its hook has ended.
            state.waiting =
                seen.putOffBy.map { crashing(container, $0) } ?? waiting(container, seen)
        case .running(let startedAt):
            state.running = .with { $0.startedAt = Timestamp(nanosecondsSince1970: startedAt) }
        case .unknown, .exited:
            let ended = Self.ended(current, seen)
            guard let reason = restartReason(current, container, role, seen) else { return ended }
            state.waiting = reason
            last = ended
        }
        return state
    }

    /// Why a container that ended is waiting to run again; nil where it is shown as terminated.
    private func restartReason(
        _ current: RuntimeContainer, _ container: KubernetesAPI.Container,
        _ role: ContainerRestart.Role, _ seen: ObservedContainer
    ) -> ContainerStateWaiting? {
        guard observed.stage == .syncing, let exit = current.exit,
            seen.restartRequested
                || ContainerRestart.isRestarted(
                    container, role: role, podPolicy: pod.spec.restartPolicy,
                    exitCode: exit.exitCode)
        else { return nil }
        if let delay = delay(seen, exit) { return crashing(container, delay) }
        if hasProblem(seen) { return waiting(container, seen) }
        if let delay = seen.putOffBy { return crashing(container, delay) }
        guard exit.reason == "StartError" else { return nil }
        return .with {
            $0.reason = "RunContainerError"
            $0.message = exit.message ?? ""
        }
    }

    private func crashing(
        _ container: KubernetesAPI.Container, _ delay: Int64
    ) -> ContainerStateWaiting {
        .with {
            $0.reason = "CrashLoopBackOff"
            $0.message =
                "back-off \(Self.text(delay)) restarting failed container=\(container.name) pod=\(PodNames.full(pod))"
        }
    }

    /// Nanoseconds by which the next start is put off, as long as it is. A start that has begun is
    /// counted already, and puts off only the one after it.
    private func delay(_ seen: ObservedContainer, _ exit: ContainerExit) -> Int64? {
        guard seen.operation != .launching, !seen.restartRequested || seen.restartIsPutOff else {
            return nil
        }
        let end = seen.backOff.end(
            finishedAt: exit.finishedAt, now: now)
        return end == nil ? nil : seen.backOff.delay
    }

    /// Until its postStart hook has ended well, a container is not reported as running.
    private func isBeingStarted(_ seen: ObservedContainer) -> Bool {
        seen.operation == .starting || seen.failure?.reason == Failure.postStart
    }

    private func hasProblem(_ seen: ObservedContainer) -> Bool {
        seen.failure != nil || seen.imageFailure != nil
    }

    private func waiting(
        _ container: KubernetesAPI.Container, _ seen: ObservedContainer
    ) -> ContainerStateWaiting {
        .with {
            if let failure = seen.failure {
                $0.reason = failure.reason
                $0.message = failure.message
            } else if let failure = seen.imageFailure, observed.isTurn(of: container, in: pod) {
                ($0.reason, $0.message) = ImageBackOff.waiting(
                    for: failure, image: container.image, now: now)
            } else if let failed = observed.imageVolumeFailure,
                container.volumeMounts.contains(where: { $0.name == failed.volume })
            {
                ($0.reason, $0.message) = ImageBackOff.waiting(
                    for: failed.failure, image: failed.image, now: now)
            } else if seen.lastWasReset, let after = observed.startsAfter, now < after {
                $0 = Self.resetWaiting
            } else {
                $0.reason =
                    pod.spec.initContainers.isEmpty ? "ContainerCreating" : "PodInitializing"
            }
        }
    }
}
