import ContainerRuntime
import KubernetesAPI

/// One probe of one container.
struct ProbeTarget: Sendable, Hashable {
    var container: String
    var containerID: String
    var kind: ProbeKind
}

/// Which probes run: a pure function of what is asked for and what is there.
enum ProbePlan {
    static func targets(_ pod: Pod, _ observed: ObservedPod) -> Set<ProbeTarget> {
        var targets: Set<ProbeTarget> = []
        for (container, role) in pod.spec.containersWithRoles
        where role == .app || role == .sidecar {
            let seen = observed[container.name]
            guard let current = seen.current, current.isRunning else { continue }
            for kind in ProbeKind.allCases where container.probe(kind) != nil {
                guard isWanted(kind, container, seen, observed.stage) else { continue }
                targets.insert(
                    ProbeTarget(container: container.name, containerID: current.id, kind: kind))
            }
        }
        return targets
    }

    /// Readiness is asked for until the container has stopped, the rest only while it is to run.
    private static func isWanted(
        _ kind: ProbeKind, _ container: KubernetesAPI.Container, _ seen: ObservedContainer,
        _ stage: PodStage
    ) -> Bool {
        switch kind {
        case .startup:
            stage == .syncing && seen.operation == .none && seen.health.startup == nil
        case .readiness:
            seen.hasStarted(container)
        case .liveness:
            stage == .syncing && seen.operation == .none && seen.hasStarted(container)
                && seen.health.liveness != false
        }
    }
}
