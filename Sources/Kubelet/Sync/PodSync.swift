import ContainerRuntime
import KubernetesAPI

/// What a decision has to know besides the Pod.
struct SyncSettings: Sendable, Hashable {
    var crashBackOff = BackOffSettings()
    /// Seconds that a container has at least between its stop signal and its kill.
    var minimumGracePeriod: Int64 = 2
}

/// The next steps in the life of a Pod: a pure function of what is asked for and what is there.
///
/// The rules are those of Kubernetes (`SyncPod`, `computePodActions`, `killContainer`). A step that
/// is under way is marked in the observation, so that asking twice never does a thing twice.
enum PodSync {
    static func decide(
        _ pod: Pod, _ observed: ObservedPod, now: Int64, settings: SyncSettings
    ) -> [PodAction] {
        switch observed.stage {
        case .syncing:
            return syncing(pod, observed, now: now, settings)
        case .terminating(let termination):
            return terminating(pod, observed, termination, now: now, settings)
        case .terminated:
            if pod.metadata.deletionTimestamp != nil { return [.finish] }
            if case .ready(let sandbox) = observed.sandbox { return [.stopSandbox(id: sandbox.id)] }
            return []
        case .finishing:
            return []
        }
    }

    private static func syncing(
        _ pod: Pod, _ observed: ObservedPod, now: Int64, _ settings: SyncSettings
    ) -> [PodAction] {
        if let termination = terminationDue(pod, observed, now: now) {
            return [.terminate(termination)]
        }
        if observed.isAwaitingRoom { return [] }
        var actions: [PodAction] = []
        if let deadline = deadline(of: pod) { actions.append(.wake(at: deadline)) }
        actions += sandboxSteps(observed, now: now)
        actions += volumeSteps(pod, observed, now: now)
        actions += earlyImageSteps(pod, observed)
        guard case .ready = observed.sandbox, observed.volumes == .ready else { return actions }
        if let steps = restartOfAllSteps(pod, observed, now: now, settings) {
            return actions + steps
        }
        var steps = ContainerSteps(
            pod: pod, observed: observed, now: now, settings: settings, actions: actions)
        steps.decide()
        return steps.actions
    }

    // MARK: - The end

    private static func terminationDue(
        _ pod: Pod, _ observed: ObservedPod, now: Int64
    ) -> Termination? {
        let grace = pod.spec.gracePeriod
        if pod.metadata.deletionTimestamp != nil {
            return Termination(
                cause: .deleted,
                gracePeriod: pod.metadata.deletionGracePeriodSeconds?.boundedSeconds ?? grace,
                startedAt: now)
        }
        if pod.status.phase == .succeeded || pod.status.phase == .failed || isOver(pod, observed)
            || isLostForGood(pod, observed)
        {
            return Termination(cause: .completed, gracePeriod: grace, startedAt: now)
        }
        if let deadline = deadline(of: pod), now >= deadline {
            return Termination(cause: .deadlineExceeded, gracePeriod: grace, startedAt: now)
        }
        return nil
    }

    /// Whether all app containers have ended and none runs again, or an init container failed for
    /// good.
    static func isOver(_ pod: Pod, _ observed: ObservedPod) -> Bool {
        func hasEnded(_ container: KubernetesAPI.Container, _ role: ContainerRestart.Role) -> Int? {
            let seen = observed[container.name]
            guard seen.operation == .none, !seen.restartRequested, let exit = seen.current?.exit,
                !ContainerRestart.isRestarted(
                    container, role: role, podPolicy: pod.spec.restartPolicy,
                    exitCode: exit.exitCode)
            else { return nil }
            return exit.exitCode
        }
        guard observed.restartOfAll == nil else { return false }
        let appsAreUntouched = !pod.spec.containers.contains { observed[$0.name].isBegun }
        if appsAreUntouched,
            pod.spec.initContainers.contains(where: {
                !$0.isSidecar && (hasEnded($0, .initialization) ?? 0) != 0
            })
        {
            return true
        }
        return pod.spec.containers.allSatisfy { hasEnded($0, .app) != nil }
    }

    /// A new sandbox would start containers again, which policy `Never` forbids unless one of them
    /// has another policy (kubelet: `IsContainerRestartable`).
    static func isLostForGood(_ pod: Pod, _ observed: ObservedPod) -> Bool {
        switch observed.sandbox {
        case .lost, .missing: break
        default: return false
        }
        let mayRestart = pod.spec.containers.contains {
            !$0.restartPolicyRules.isEmpty
                || ($0.restartPolicy?.rawValue ?? pod.spec.restartPolicy.rawValue) != "Never"
        }
        return !mayRestart && observed.containers.values.contains { $0.current != nil }
    }

    private static func deadline(of pod: Pod) -> Int64? {
        guard let seconds = pod.spec.activeDeadlineSeconds, let start = pod.status.startTime else {
            return nil
        }
        return (start + .seconds(seconds)).nanosecondsSince1970
    }

    // MARK: - What containers need

    private static func sandboxSteps(_ observed: ObservedPod, now: Int64) -> [PodAction] {
        switch observed.sandbox {
        case .missing:
            return [.createSandbox(attempt: observed.nextSandboxAttempt)]
        case .failed(let failure):
            return now >= failure.retryAt
                ? [.createSandbox(attempt: observed.nextSandboxAttempt)]
                : [.wake(at: failure.retryAt)]
        case .lost(let sandbox) where observed.containers.values.contains { $0.runs }:
            return [.stopSandbox(id: sandbox.id)]
        case .lost(let sandbox), .stopped(let sandbox):
            return [.removeSandbox(id: sandbox.id)]
        case .ready, .creating, .removing, .stopping:
            return []
        }
    }

    private static func volumeSteps(
        _ pod: Pod, _ observed: ObservedPod, now: Int64
    ) -> [PodAction] {
        if pod.hasVolumesOfItsUsers {
            guard case .ready = observed.sandbox else { return [] }
        }
        switch observed.volumes {
        case .pending: return [.prepareVolumes]
        case .failed(let failure):
            if now >= failure.retryAt { return [.prepareVolumes] }
            return [
                .wake(
                    at: observed.imageVolumeFailure == nil
                        ? failure.retryAt : ImageBackOff.nextChange(of: failure, now: now))
            ]
        case .preparing: return []
        case .ready: return volumeUpdateSteps(observed.volumeUpdate, now: now)
        }
    }

    private static func volumeUpdateSteps(
        _ update: ObservedPod.VolumeUpdate, now: Int64
    ) -> [PodAction] {
        if update.isUnderWay { return [] }
        if update.isNeeded { return [.updateVolumes] }
        guard let due = update.dueAt else { return [] }
        return now >= due ? [.updateVolumes] : [.wake(at: due)]
    }

    /// Images are looked for at once and beside each other: the sandbox needs its time anyway.
    private static func earlyImageSteps(_ pod: Pod, _ observed: ObservedPod) -> [PodAction] {
        pod.spec.containersWithRoles.compactMap { container, _ in
            let seen = observed[container.name]
            guard seen.current == nil, seen.operation == .none, seen.image == .unknown else {
                return nil
            }
            return .ensureImage(container: container.name)
        }
    }
}
