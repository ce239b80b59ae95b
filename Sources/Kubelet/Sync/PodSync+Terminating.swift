import ContainerRuntime
import KubernetesAPI

extension PodSync {
    /// Ends what runs: all preStop hooks begin at once; then app and ordinary init containers get
    /// their signal, and a sidecar when all app containers and all later sidecars have ended. Until
    /// then a sidecar that ends by itself is started again.
    static func terminating(
        _ pod: Pod, _ observed: ObservedPod, _ termination: Termination, now: Int64,
        _ settings: SyncSettings
    ) -> [PodAction] {
        let termination = tightened(termination, pod, now: now)
        if termination != observed.stage.termination { return [.terminate(termination)] }
        switch observed.sandbox {
        case .creating, .removing: return []
        default: break
        }
        // What has been removed of it is gone, and the rest is not there to be ended.
        if observed.restartOfAll?.isRemoving == true { return [] }
        let order = pod.spec.containersWithRoles
        let end = termination.deadline + settings.minimumGracePeriod * .second
        guard order.contains(where: { isAwaited(observed[$0.container.name], observed) }) else {
            // What is still being written would be left behind; what hangs is given up.
            return observed.isWritingVolumes && now < end ? [.wake(at: end)] : [.settle]
        }
        var actions = launchEnd(observed, order.map(\.container.name), at: end, now: now)
        var revived = ContainerSteps(
            pod: pod, observed: observed, now: now, settings: settings, actions: [])
        for (index, entry) in order.enumerated() {
            let isNeeded =
                entry.role == .sidecar
                && order.enumerated().contains { other in
                    (other.element.role == .app
                        || (other.element.role == .sidecar && other.offset > index))
                        && observed[other.element.container.name].isActive
                }
            let seen = observed[entry.container.name]
            if isNeeded, !seen.isActive, seen.current != nil, now < termination.deadline {
                revived.keepSidecar(entry.container)
                continue
            }
            actions += endSteps(
                seen, entry.container, isItsTurn: !isNeeded, termination, now: now, settings)
        }
        return actions + revived.actions
    }

    /// A container whose sandbox is stopped does not come any more, whatever its start hangs in.
    private static func isAwaited(_ seen: ObservedContainer, _ observed: ObservedPod) -> Bool {
        if case .stopped = observed.sandbox { return seen.isActive && seen.operation != .launching }
        return seen.isActive
    }

    /// A start that is under way may hang; when all time is over it is ended with the sandbox.
    private static func launchEnd(
        _ observed: ObservedPod, _ names: [String], at end: Int64, now: Int64
    ) -> [PodAction] {
        guard names.contains(where: { observed[$0].operation == .launching }) else { return [] }
        guard now >= end else { return [.wake(at: end)] }
        guard case .ready(let sandbox) = observed.sandbox else { return [] }
        return [.stopSandbox(id: sandbox.id)]
    }

    private static func endSteps(
        _ seen: ObservedContainer, _ container: KubernetesAPI.Container, isItsTurn: Bool,
        _ termination: Termination, now: Int64, _ settings: SyncSettings
    ) -> [PodAction] {
        guard let current = seen.current, seen.isActive, seen.operation != .launching else {
            return []
        }
        guard seen.ending == nil else {
            return EndSteps.next(
                seen, name: container.name, isItsTurn: isItsTurn, limit: termination.deadline,
                now: now, settings)
        }
        let seconds = EndSteps.secondsLeft(until: termination.deadline, now: now)
        // One that was started again has had its hook.
        return EndSteps.begin(
            container, id: current.id, .podEnds, gracePeriod: seconds,
            hasHook: seen.knowsEnd ? false : nil, isItsTurn: isItsTurn, now: now, settings)
    }

    /// A deletion may come while a Pod ends for another reason, and a second one may shorten the
    /// grace period; neither ever lengthens it.
    private static func tightened(
        _ termination: Termination, _ pod: Pod, now: Int64
    ) -> Termination {
        guard pod.metadata.deletionTimestamp != nil else { return termination }
        var result = termination
        result.cause = termination.cause == .completed ? .deleted : termination.cause
        if let grace = pod.metadata.deletionGracePeriodSeconds?.boundedSeconds {
            let end = min(termination.deadline, now + grace * .second)
            if end < termination.deadline {
                result.gracePeriod = grace
                result.startedAt = min(now, end - grace * .second)
            }
        }
        return result
    }
}
