import JSON
import KubernetesAPI

/// Whether a container that ended runs again (KEP-753 for sidecars, KEP-5307 for rules).
enum ContainerRestart {
    /// An ordinary init container, a sidecar or an app container.
    enum Role: Sendable, Hashable {
        case initialization
        case sidecar
        case app
        case ephemeral
    }

    static func isRestarted(
        _ container: KubernetesAPI.Container, role: Role, podPolicy: RestartPolicy, exitCode: Int
    ) -> Bool {
        if role == .ephemeral { return false }
        if role == .sidecar { return true }
        // Both actions restart it; one of them all others as well.
        if rule(of: container, matching: exitCode) != nil { return true }
        let policy = container.restartPolicy?.rawValue ?? podPolicy.rawValue
        switch policy {
        case "Never": return false
        case "OnFailure": return exitCode != 0
        default: return role == .app || exitCode != 0
        }
    }

    /// Whether a container that ended with this code has done its work although a new sandbox begins
    /// anew.
    static func outlivesSandbox(
        _ container: KubernetesAPI.Container, role: Role, podPolicy: RestartPolicy, exitCode: Int
    ) -> Bool {
        switch role {
        case .ephemeral: true
        case .sidecar: false
        case .initialization: podPolicy == .never && exitCode == 0
        case .app:
            !isRestarted(container, role: role, podPolicy: podPolicy, exitCode: exitCode)
        }
    }

    /// Whether an end with this code restarts all containers of the Pod.
    static func restartsAll(_ container: KubernetesAPI.Container, exitCode: Int) -> Bool {
        rule(of: container, matching: exitCode)?.action == .restartAllContainers
    }

    /// Whether a container that a probe has killed runs again: rules do not count.
    static func isRestartedByProbe(
        _ container: KubernetesAPI.Container, role: Role, podPolicy: RestartPolicy
    ) -> Bool {
        if role == .sidecar { return true }
        return (container.restartPolicy?.rawValue ?? podPolicy.rawValue) != "Never"
    }

    private static func rule(
        of container: KubernetesAPI.Container, matching exitCode: Int
    ) -> ContainerRestartRule? {
        container.restartPolicyRules.first { matches($0, exitCode) }
    }

    private static func matches(_ rule: ContainerRestartRule, _ exitCode: Int) -> Bool {
        guard let codes = rule.exitCodes else { return false }
        let isListed = codes.values.contains(Int32(truncatingIfNeeded: exitCode))
        return codes.operator == "In" ? isListed : !isListed
    }
}

extension KubernetesAPI.Container {
    /// An init container with restart policy `Always`.
    var isSidecar: Bool { restartPolicy?.rawValue == "Always" }
}

extension EphemeralContainer {
    /// What it has in common with the containers that a Pod starts with: all but its target.
    var container: KubernetesAPI.Container {
        var fields = json
        fields["targetContainerName"] = nil
        return KubernetesAPI.Container(json: fields)
    }
}

extension PodSpec {
    /// All containers in the order they start, each with its role.
    var containersWithRoles: [(container: KubernetesAPI.Container, role: ContainerRestart.Role)] {
        initContainers.map { ($0, $0.isSidecar ? .sidecar : .initialization) }
            + containers.map { ($0, .app) }
            + ephemeralContainers.map { ($0.container, .ephemeral) }
    }
}
