import KubernetesAPI

/// The phase of a Pod (kubelet: `getPhase`).
enum PodPhases {
    /// What a phase is made of.
    struct Facts {
        var pod: Pod
        var initStatuses: [ContainerStatus]
        var statuses: [ContainerStatus]
        /// No container runs and none will.
        var isTerminal: Bool
        /// Whether an app container of the sandbox that is in use has been started.
        var hasInitialized: Bool
    }

    static func phase(of facts: Facts) -> PodPhase {
        let before = facts.pod.status.phase
        if before == .succeeded || before == .failed { return before }
        switch initialization(facts) {
        case .failed: return .failed
        case .pending: return facts.isTerminal ? .failed : .pending
        case .done: break
        }
        let seen = sidecars(facts) + apps(facts)
        // What was never started does not come any more.
        if seen.contains(.waiting) { return facts.isTerminal ? .failed : .pending }
        if seen.contains(.running) { return .running }
        if seen.contains(.restarting), !facts.isTerminal { return .running }
        return seen.allSatisfy { $0 == .succeeded || $0 == .sidecarEnded } ? .succeeded : .failed
    }

    /// What one container means for the phase.
    private enum Sight {
        case waiting, running
        /// It has ended and runs again.
        case restarting
        case succeeded, failed
        /// How a sidecar ended never counts.
        case sidecarEnded
    }

    private static func apps(_ facts: Facts) -> [Sight] {
        facts.pod.spec.containers.map { container in
            guard let status = facts.statuses.named(container.name) else { return .waiting }
            if status.state.running != nil { return .running }
            guard let ended = status.state.terminated else {
                guard let last = status.lastState.terminated else { return .waiting }
                if !facts.isTerminal { return .restarting }
                return last.exitCode == 0 ? .succeeded : .failed
            }
            let isRestarted = ContainerRestart.isRestarted(
                container, role: .app, podPolicy: facts.pod.spec.restartPolicy,
                exitCode: Int(ended.exitCode))
            if isRestarted, !facts.isTerminal { return .restarting }
            return ended.exitCode == 0 ? .succeeded : .failed
        }
    }

    private static func sidecars(_ facts: Facts) -> [Sight] {
        facts.pod.spec.initContainers.filter(\.isSidecar).map { container in
            guard let status = facts.initStatuses.named(container.name) else { return .waiting }
            if status.state.running != nil { return .running }
            let hasEnded = status.state.terminated != nil || status.lastState.terminated != nil
            return hasEnded || facts.isTerminal ? .sidecarEnded : .waiting
        }
    }

    private enum Initialization { case done, pending, failed }

    private static func initialization(_ facts: Facts) -> Initialization {
        var isPending = false
        for container in facts.pod.spec.initContainers {
            let status = facts.initStatuses.named(container.name) ?? ContainerStatus()
            if container.isSidecar {
                // One that has ended is started again, which holds nothing up that has begun.
                if status.state.terminated == nil, !facts.hasInitialized, status.started != true {
                    isPending =
                        isPending || status.state.running != nil
                        || status.lastState.terminated == nil
                }
            } else if let ended = status.state.terminated {
                guard ended.exitCode != 0 else { continue }
                let isRestarted = ContainerRestart.isRestarted(
                    container, role: .initialization, podPolicy: facts.pod.spec.restartPolicy,
                    exitCode: Int(ended.exitCode))
                if !isRestarted || facts.isTerminal { return .failed }
            } else if status.state.running == nil, let last = status.lastState.terminated {
                // It runs again; whether it holds up is told by what waits for it.
                if facts.isTerminal, last.exitCode != 0 { return .failed }
            } else {
                isPending = true
            }
        }
        return isPending ? .pending : .done
    }
}

extension [ContainerStatus] {
    func named(_ name: String) -> ContainerStatus? { first { $0.name == name } }
}

extension ContainerState {
    var hasStarted: Bool { running != nil || terminated != nil }
}
