import ContainerRuntime
import KubernetesAPI

extension PodSync {
    /// Ends what runs: app and ordinary init containers at once, a sidecar when all app containers
    /// and all later sidecars have ended.
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
        let order = pod.spec.containersWithRoles
        guard order.contains(where: { observed[$0.container.name].isActive }) else {
            // What is still being written would be left behind.
            return observed.isWritingVolumes ? [] : [.settle]
        }
        var actions: [PodAction] = []
        for (index, entry) in order.enumerated() {
            let others = order.enumerated().filter { other in
                other.element.role == .app
                    || (other.element.role == .sidecar && other.offset > index)
            }
            let mustWait =
                entry.role == .sidecar
                && others.contains { observed[$0.element.container.name].isActive }
            guard !mustWait else { continue }
            actions += stopSteps(observed, entry.container.name, termination, now: now, settings)
        }
        return actions
    }

    private static func stopSteps(
        _ observed: ObservedPod, _ name: String, _ termination: Termination, now: Int64,
        _ settings: SyncSettings
    ) -> [PodAction] {
        let seen = observed[name]
        guard let current = seen.current, seen.isActive, seen.operation != .launching else {
            return []
        }
        let left = max(termination.deadline - now, 0)
        let seconds = max((left + .second - 1) / .second, settings.minimumGracePeriod)
        if case .stopping(let until) = seen.operation, until <= now + seconds * .second {
            return []
        }
        return [.stop(container: name, id: current.id, .podEnds, gracePeriod: seconds)]
    }

    /// A deletion may come while a Pod ends for another reason, and a second one may shorten the
    /// grace period; neither ever lengthens it.
    private static func tightened(
        _ termination: Termination, _ pod: Pod, now: Int64
    ) -> Termination {
        guard pod.metadata.deletionTimestamp != nil else { return termination }
        var result = termination
        result.cause = termination.cause == .completed ? .deleted : termination.cause
        if let grace = pod.metadata.deletionGracePeriodSeconds {
            let end = min(termination.deadline, now + grace * .second)
            if end < termination.deadline {
                result.gracePeriod = grace
                result.startedAt = min(now, end - grace * .second)
            }
        }
        return result
    }
}
