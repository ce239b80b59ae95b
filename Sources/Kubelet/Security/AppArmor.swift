import ContainerRuntime
import KubernetesAPI

/// AppArmor profiles, which only some kernels have.
enum AppArmor {
    /// A Pod's profile in the container runtime's words; nil where it names none.
    static func profile(_ profile: AppArmorProfile?) -> ContainerSecurity.AppArmor? {
        switch profile?.type.rawValue {
        case "Localhost": .localhost(profile?.localhostProfile ?? "")
        case "Unconfined": .unconfined
        case "RuntimeDefault": .runtimeDefault
        default: nil
        }
    }

    /// Why a Pod may not run with its profiles; nil where it may (kubelet: the AppArmor admit
    /// handler). Whether a profile is loaded only shows when a container is made.
    static func refusal(of pod: Pod, isEnabled: Bool) -> String? {
        let profiles =
            [pod.spec.securityContext?.appArmorProfile]
            + pod.spec.containersWithRoles.map { $0.container.securityContext?.appArmorProfile }
        let isRequired = profiles.contains { $0 != nil && $0?.type.rawValue != "Unconfined" }
        guard isRequired, !isEnabled else { return nil }
        return "Cannot enforce AppArmor: AppArmor is not enabled on the host"
    }
}
