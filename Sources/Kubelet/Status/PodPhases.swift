import KubernetesAPI

/// The phase of a Pod (kubelet: `getPhase`).
enum PodPhases {
    /// - Parameter isTerminal: no container runs and none will.
    static func phase(
        of pod: Pod, initStatuses: [ContainerStatus], statuses: [ContainerStatus], isTerminal: Bool
    ) -> PodPhase {
        if pod.status.phase == .succeeded || pod.status.phase == .failed { return pod.status.phase }
        let hasInitialized = statuses.contains { $0.state.hasStarted || $0.lastState.hasStarted }
        switch initialization(pod, initStatuses, hasInitialized: hasInitialized, isTerminal) {
        case .failed: return .failed
        case .pending where !isTerminal: return .pending
        case .pending where initStatuses.contains(where: { $0.state.terminated == nil }):
            return .failed
        default: break
        }
        return phase(of: pod, statuses, isTerminal)
    }

    private static func phase(
        of pod: Pod, _ statuses: [ContainerStatus], _ isTerminal: Bool
    ) -> PodPhase {
        var running = 0
        var waiting = 0
        var stopped = 0
        var succeeded = 0
        var willRestart = false
        for (container, status) in zip(pod.spec.containers, statuses) {
            if status.state.running != nil {
                running += 1
            } else if let ended = status.state.terminated {
                stopped += 1
                if ended.exitCode == 0 { succeeded += 1 }
                willRestart =
                    willRestart
                    || ContainerRestart.isRestarted(
                        container, role: .app, podPolicy: pod.spec.restartPolicy,
                        exitCode: Int(ended.exitCode))
            } else if status.lastState.terminated != nil {
                stopped += 1
                willRestart = true
            } else {
                waiting += 1
            }
        }
        if waiting > 0 { return isTerminal ? .failed : .pending }
        if running > 0 { return .running }
        if willRestart, !isTerminal { return .running }
        return stopped == succeeded ? .succeeded : .failed
    }

    private enum Initialization { case done, pending, failed }

    private static func initialization(
        _ pod: Pod, _ statuses: [ContainerStatus], hasInitialized: Bool, _ isTerminal: Bool
    ) -> Initialization {
        var result = Initialization.done
        for (container, status) in zip(pod.spec.initContainers, statuses) {
            if container.isSidecar {
                if !hasInitialized, status.started != true { result = .pending }
                continue
            }
            if let ended = status.state.terminated ?? status.lastState.terminated {
                guard ended.exitCode != 0 else { continue }
                let isRestarted = ContainerRestart.isRestarted(
                    container, role: .initialization, podPolicy: pod.spec.restartPolicy,
                    exitCode: Int(ended.exitCode))
                if !isRestarted || isTerminal { return .failed }
                result = .pending
            } else if !hasInitialized {
                result = .pending
            }
        }
        return result
    }
}

extension ContainerState {
    var hasStarted: Bool { running != nil || terminated != nil }
}
