import KubernetesAPI

/// Whether a container that ended runs again (KEP-753 for sidecars, KEP-5307 for rules).
enum ContainerRestart {
    /// An ordinary init container, a sidecar or an app container.
    enum Role: Sendable, Hashable {
        case initialization
        case sidecar
        case app
    }

    static func isRestarted(
        _ container: KubernetesAPI.Container, role: Role, podPolicy: RestartPolicy, exitCode: Int
    ) -> Bool {
        if role == .sidecar { return true }
        for rule in container.restartPolicyRules where matches(rule, exitCode) {
            return rule.action == "Restart"
        }
        let policy = container.restartPolicy?.rawValue ?? podPolicy.rawValue
        switch policy {
        case "Never": return false
        case "OnFailure": return exitCode != 0
        default: return role == .app || exitCode != 0
        }
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

extension PodSpec {
    /// All containers in the order they start, each with its role.
    var containersWithRoles: [(container: KubernetesAPI.Container, role: ContainerRestart.Role)] {
        initContainers.map { ($0, $0.isSidecar ? .sidecar : .initialization) }
            + containers.map { ($0, .app) }
    }
}
