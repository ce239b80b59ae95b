import KubernetesAPI

/// The conditions of a Pod that the kubelet keeps (kubelet: `pkg/kubelet/status/generate.go`), in
/// their order, behind those of others.
struct PodConditions {
    let pod: Pod
    let phase: PodPhase
    let initStatuses: [ContainerStatus]
    let statuses: [ContainerStatus]
    let sandboxIsReady: Bool
    /// Whether all containers are being ended to be started again.
    let allRestart: Bool
    let previous: [PodCondition]
    /// `PodResizePending` and `PodResizeInProgress`.
    var resize: [PodCondition] = []
    /// `DisruptionTarget`, as long as nobody else has written it.
    var disruption: [PodCondition] = []
    /// Nanoseconds since 1970.
    let now: Int64

    /// The types of the conditions that the kubelet keeps itself.
    static let own: Set<String> = [
        "PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled",
        "PodResizePending", "PodResizeInProgress", "AllContainersRestarting",
    ]

    func list() -> [PodCondition] {
        let ready = containersReady()
        let restarting =
            pod.spec.mayRestartAll
            ? [condition("AllContainersRestarting", allContainersRestarting())] : []
        return previous.filter { !Self.own.contains($0.type.rawValue) } + resize + disruption + [
            condition(
                "PodReadyToStartContainers",
                sandboxIsReady ? Verdict(true) : Verdict(false, "PodSandboxNotReady")),
            condition("Initialized", initialized()),
            condition("Ready", podReady(ready)),
            condition("ContainersReady", ready),
            condition("PodScheduled", Verdict(true)),
        ] + restarting
    }

    private struct Verdict {
        var isTrue: Bool
        var reason = ""
        var message = ""

        init(_ isTrue: Bool, _ reason: String = "", _ message: String = "") {
            self.isTrue = isTrue
            self.reason = reason
            self.message = message
        }
    }

    private func condition(_ type: String, _ verdict: Verdict) -> PodCondition {
        let old = previous.first { $0.type.rawValue == type }
        return .with {
            $0.type = PodConditionType(rawValue: type)
            $0.status = verdict.isTrue ? "True" : "False"
            $0.reason = verdict.reason
            $0.message = verdict.message
            $0.observedGeneration = pod.metadata.generation
            $0.lastTransitionTime =
                old?.status == $0.status && old?.lastTransitionTime != nil
                ? old?.lastTransitionTime
                : Timestamp(nanosecondsSince1970: now).truncatedToSeconds
        }
    }

    private func initialized() -> Verdict {
        let incomplete = pod.spec.initContainers.filter { container in
            let status = initStatuses.named(container.name) ?? ContainerStatus()
            return container.isSidecar ? status.started != true : !status.ready
        }
        if phase == .succeeded { return Verdict(true, "PodCompleted") }
        // What starts again does not take it back.
        let was = previous.contains { $0.type == .initialized && $0.status == .true }
        let appStarted = statuses.contains { $0.state.hasStarted }
        if incomplete.isEmpty || appStarted || was { return Verdict(true) }
        return Verdict(
            false, "ContainersNotInitialized",
            "containers with incomplete status: \(Self.names(incomplete.map(\.name)))")
    }

    private func containersReady() -> Verdict {
        if phase == .succeeded { return Verdict(false, "PodCompleted") }
        if phase == .failed { return Verdict(false, "PodFailed") }
        let all = initStatuses + statuses
        let unready = (pod.spec.initContainers.filter(\.isSidecar) + pod.spec.containers)
            .map(\.name).filter { all.named($0)?.ready != true }
        guard !unready.isEmpty else { return Verdict(true) }
        return Verdict(
            false, "ContainersNotReady",
            "containers with unready status: \(Self.names(unready))")
    }

    private func podReady(_ containers: Verdict) -> Verdict {
        guard containers.isTrue else { return containers }
        let missing = pod.spec.readinessGates.map(\.conditionType.rawValue)
            .compactMap { gate -> String? in
                let status = previous.first { $0.type.rawValue == gate }?.status
                guard let status else {
                    return
                        "corresponding condition of pod readiness gate \"\(gate)\" does not exist."
                }
                guard status != "True" else { return nil }
                return "the status of pod readiness gate \"\(gate)\" is not \"True\", but \(status)"
            }
        guard !missing.isEmpty else { return Verdict(true) }
        return Verdict(false, "ReadinessGatesNotReady", missing.joined(separator: ", "))
    }

    private func allContainersRestarting() -> Verdict {
        if phase == .succeeded { return Verdict(false, "PodCompleted") }
        if phase == .failed { return Verdict(false, "PodFailed") }
        guard allRestart else { return Verdict(false) }
        return Verdict(
            true, "RestartAllContainersStarted", "container exited with restart policy rule")
    }

    private static func names(_ names: [String]) -> String {
        "[\(names.joined(separator: " "))]"
    }
}
