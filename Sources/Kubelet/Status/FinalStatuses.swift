import KubernetesAPI

/// What is told of the containers of a Pod that has ended and of whose end nothing is known: most
/// were never started (kubelet: `TerminatePod`).
enum FinalStatuses {
    static func complete(_ status: inout PodStatus, of spec: PodSpec) {
        if hasInitialized(status, spec) {
            for index in status.containerStatuses.indices {
                end(&status.containerStatuses[index])
            }
        }
        // Those behind the last one that was ever begun wait for ever.
        let last = status.initContainerStatuses.lastIndex {
            $0.state.hasStarted || $0.lastState.terminated != nil
        }
        for index in status.initContainerStatuses.indices.prefix((last ?? 0) + 1) {
            end(&status.initContainerStatuses[index])
        }
    }

    private static func end(_ status: inout ContainerStatus) {
        guard status.state.terminated == nil else { return }
        status.started = false
        status.ready = false
        let startedAt = status.state.running?.startedAt
        status.state = ContainerState()
        status.state.terminated = .with {
            $0.exitCode = 137
            $0.reason = "ContainerStatusUnknown"
            $0.message = ContainerStatuses.notLocated
            $0.startedAt = startedAt
            $0.containerID = status.containerID
        }
    }

    private static func hasInitialized(_ status: PodStatus, _ spec: PodSpec) -> Bool {
        guard let lastContainer = spec.initContainers.last else { return true }
        if status.containerStatuses.contains(where: {
            $0.state.hasStarted || $0.lastState.terminated != nil
        }) {
            return true
        }
        guard let last = status.initContainerStatuses.named(lastContainer.name) else {
            return false
        }
        if lastContainer.isSidecar { return last.state.running != nil && last.started == true }
        return (last.state.terminated ?? last.lastState.terminated)?.exitCode == 0
    }
}
