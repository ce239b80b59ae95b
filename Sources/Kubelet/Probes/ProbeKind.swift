import KubernetesAPI

/// What a probe decides about.
enum ProbeKind: Sendable, Hashable, CaseIterable {
    /// Whether the container has started; until then the others do not run.
    case startup
    /// Whether it gets traffic.
    case readiness
    /// Whether it is to run on.
    case liveness

    /// As events begin.
    var name: String {
        switch self {
        case .startup: "Startup"
        case .readiness: "Readiness"
        case .liveness: "Liveness"
        }
    }
}

extension KubernetesAPI.Container {
    func probe(_ kind: ProbeKind) -> Probe? {
        switch kind {
        case .startup: startupProbe
        case .readiness: readinessProbe
        case .liveness: livenessProbe
        }
    }
}

/// What one run of a probe gave.
enum ProbeOutcome: Sendable, Hashable {
    case success
    /// It succeeded, with something to say.
    case warning(String)
    case failure(String)
    /// It could not be run, which says nothing about the container.
    case error(String)
}
