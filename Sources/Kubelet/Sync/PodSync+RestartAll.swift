import ContainerRuntime
import KubernetesAPI

extension PodSync {
    /// Ends all containers, without their hooks, and removes all but ephemeral ones, which never run
    /// again; nil where no container asks for it. The one that did is removed last, so that a daemon
    /// that is killed meanwhile finds it and goes on.
    static func restartOfAllSteps(
        _ pod: Pod, _ observed: ObservedPod, now: Int64, _ settings: SyncSettings
    ) -> [PodAction]? {
        let members = pod.spec.containersWithRoles
        guard let restart = observed.restartOfAll else {
            return source(of: pod.spec.initContainers + pod.spec.containers, observed).map {
                [.restartAll(source: $0)]
            }
        }
        if restart.isRemoving { return [] }
        let active = members.filter { observed[$0.container.name].isActive }
        guard !active.isEmpty else { return [.removeAll] }
        return active.flatMap { container, _ -> [PodAction] in
            let seen = observed[container.name]
            guard let id = seen.current?.id, seen.operation != .launching else { return [] }
            guard seen.ending == nil else {
                return EndSteps.next(
                    seen, name: container.name, isItsTurn: true, limit: now, now: now, settings)
            }
            return EndSteps.begin(
                container, id: id, .allRestart, gracePeriod: 0, isItsTurn: true, now: now, settings)
        }
    }

    private static func source(
        of containers: [KubernetesAPI.Container], _ observed: ObservedPod
    ) -> String? {
        containers.first { container in
            let seen = observed[container.name]
            guard seen.operation == .none, !seen.restartRequested, let exit = seen.current?.exit
            else { return false }
            return ContainerRestart.restartsAll(container, exitCode: exit.exitCode)
        }?.name
    }
}
