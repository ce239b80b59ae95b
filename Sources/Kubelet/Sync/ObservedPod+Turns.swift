import ContainerRuntime
import KubernetesAPI

extension ObservedPod {
    /// Whether it is a container's turn to be started, or was.
    ///
    /// Images are looked for before that, and what comes of it shows in a status only now: until
    /// then a container waits for others, not for its image.
    func isTurn(of container: KubernetesAPI.Container, in pod: Pod) -> Bool {
        guard case .ready = sandbox, volumes == .ready else { return false }
        let initContainers = pod.spec.initContainers
        if pod.spec.ephemeralContainers.contains(where: { $0.name == container.name })
            || pod.spec.containers.contains(where: { self[$0.name].isBegun })
        {
            return true
        }
        let own = initContainers.firstIndex { $0.name == container.name } ?? initContainers.endIndex
        // A gate once passed stays open, whatever has become of those before it.
        let latest = initContainers.lastIndex { self[$0.name].isBegun } ?? initContainers.startIndex
        return own <= latest || initContainers[latest..<own].allSatisfy(hasOpenedGate)
    }

    /// Whether an init container lets those behind it start.
    private func hasOpenedGate(_ container: KubernetesAPI.Container) -> Bool {
        let seen = self[container.name]
        guard seen.operation == .none else { return false }
        return container.isSidecar
            ? seen.hasStarted(container) : seen.current?.exit?.exitCode == 0
    }
}
