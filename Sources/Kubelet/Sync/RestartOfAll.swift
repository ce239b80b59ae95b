import KubernetesAPI

/// The restart of all containers of a Pod because one of them ended with an exit code for which its
/// rules say so (KEP-5532).
struct RestartOfAll: Sendable, Hashable {
    /// The container whose end brought it about.
    var source: String
    /// Whether all have ended and are being removed.
    var isRemoving = false
}

extension PodSpec {
    /// Whether a container has a rule that restarts all.
    var mayRestartAll: Bool {
        (initContainers + containers).contains { container in
            container.restartPolicyRules.contains { $0.action == .restartAllContainers }
        }
    }
}
