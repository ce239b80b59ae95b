import KubernetesAPI

/// What the probes of one container have found so far; nil where they have not decided yet.
struct ContainerHealth: Sendable, Hashable {
    var startup: Bool?
    var readiness: Bool?
    var liveness: Bool?

    subscript(kind: ProbeKind) -> Bool? {
        get {
            switch kind {
            case .startup: startup
            case .readiness: readiness
            case .liveness: liveness
            }
        }
        set {
            switch kind {
            case .startup: startup = newValue
            case .readiness: readiness = newValue
            case .liveness: liveness = newValue
            }
        }
    }

    init() {}

    /// What was reported of a container that runs on: it stays ready while the daemon is away.
    init(reported status: ContainerStatus) {
        startup = status.started == true ? true : nil
        readiness = status.ready ? true : nil
    }
}

extension ObservedContainer {
    /// Whether it runs, its postStart hook has ended and its startup probe has succeeded.
    func hasStarted(_ container: KubernetesAPI.Container) -> Bool {
        guard current?.isRunning == true, operation != .launching, operation != .starting else {
            return false
        }
        return container.startupProbe == nil || health.startup == true
    }

    /// Whether it has started and its readiness probe, if any, has succeeded.
    func isReady(_ container: KubernetesAPI.Container) -> Bool {
        hasStarted(container) && (container.readinessProbe == nil || health.readiness == true)
    }
}
