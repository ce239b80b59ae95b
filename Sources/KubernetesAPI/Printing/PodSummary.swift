/// A Pod in four words: what READY, STATUS and RESTARTS show.
public struct PodSummary: Sendable, Hashable {
    public private(set) var readyContainers = 0
    /// App containers and sidecars.
    public private(set) var totalContainers: Int
    /// `Running`, `Init:0/1`, `CrashLoopBackOff`, `Terminating`.
    public private(set) var status: String
    /// Of sidecars and, once initialized, app containers; before, of init containers.
    public private(set) var restarts = 0
    public private(set) var lastRestart: Timestamp?

    public init(_ pod: Pod) {
        totalContainers = pod.spec.containers.count
        status = pod.status.reason.isEmpty ? pod.status.phase.rawValue : pod.status.reason
        let isGated = pod.status.conditions.contains {
            $0.type == .podScheduled && $0.reason == "SchedulingGated"
        }
        if isGated { status = "SchedulingGated" }
        let isInitializing = addInitContainers(of: pod)
        if !isInitializing || pod.status.isTrue(.initialized) { addContainers(of: pod) }
        if pod.metadata.deletionTimestamp != nil {
            if pod.status.reason == "NodeLost" {
                status = "Unknown"
            } else if pod.status.phase != .succeeded, pod.status.phase != .failed {
                status = "Terminating"
            }
        }
    }

    /// `1/2`
    public var ready: String { "\(readyContainers)/\(totalContainers)" }

    /// `3 (5s ago)`
    public func restartsText(now: Timestamp) -> String {
        guard restarts > 0, let lastRestart else { return String(restarts) }
        return "\(restarts) (\(HumanDuration.text(now - lastRestart)) ago)"
    }

    /// - Returns: whether an init container is still to finish.
    private mutating func addInitContainers(of pod: Pod) -> Bool {
        let sidecars = Set(
            pod.spec.initContainers.filter { $0.restartPolicy == .always }.map(\.name))
        totalContainers += sidecars.count
        var isInitializing = false
        var sidecarRestarts = 0
        var lastSidecarRestart: Timestamp?
        for (index, container) in pod.status.initContainerStatuses.enumerated() {
            let ended = container.lastState.terminated?.finishedAt
            restarts += Int(container.restartCount)
            lastRestart = Self.later(lastRestart, ended)
            let isSidecar = sidecars.contains(container.name)
            if isSidecar {
                sidecarRestarts += Int(container.restartCount)
                lastSidecarRestart = Self.later(lastSidecarRestart, ended)
            }
            if container.state.terminated?.exitCode == 0 { continue }
            if isSidecar, container.started == true {
                if container.ready { readyContainers += 1 }
                continue
            }
            isInitializing = true
            let count = pod.spec.initContainers.count
            status = Self.initStatus(container.state) ?? "Init:\(index)/\(count)"
            break
        }
        if !isInitializing || pod.status.isTrue(.initialized) {
            restarts = sidecarRestarts
            lastRestart = lastSidecarRestart
        }
        return isInitializing
    }

    private mutating func addContainers(of pod: Pod) {
        var hasRunning = false
        for container in pod.status.containerStatuses.reversed() {
            restarts += Int(container.restartCount)
            lastRestart = Self.later(lastRestart, container.lastState.terminated?.finishedAt)
            if let waiting = container.state.waiting, !waiting.reason.isEmpty {
                status = waiting.reason
            } else if let terminated = container.state.terminated {
                status = Self.reason(terminated)
            } else if container.ready, container.state.running != nil {
                hasRunning = true
                readyContainers += 1
            }
        }
        if status == "Completed", hasRunning {
            status = pod.status.isTrue(.ready) ? "Running" : "NotReady"
        }
    }

    private static func initStatus(_ state: ContainerState) -> String? {
        if let terminated = state.terminated { return "Init:" + reason(terminated) }
        guard let reason = state.waiting?.reason, !reason.isEmpty, reason != "PodInitializing"
        else {
            return nil
        }
        return "Init:" + reason
    }

    private static func reason(_ terminated: ContainerStateTerminated) -> String {
        if !terminated.reason.isEmpty { return terminated.reason }
        if terminated.signal != 0 { return "Signal:\(terminated.signal)" }
        return "ExitCode:\(terminated.exitCode)"
    }

    private static func later(_ first: Timestamp?, _ second: Timestamp?) -> Timestamp? {
        guard let first, let second else { return first ?? second }
        return max(first, second)
    }
}

extension PodStatus {
    /// Whether the condition is there and true.
    public func isTrue(_ type: PodConditionType) -> Bool {
        conditions.contains { $0.type == type && $0.status == .true }
    }
}
