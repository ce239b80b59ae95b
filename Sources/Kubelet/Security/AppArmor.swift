import KubernetesAPI
import LinuxSystem

/// AppArmor profiles, which only some kernels have.
enum AppArmor {
    /// Whether this machine's kernel enforces profiles.
    static var isEnabled: Bool {
        (try? File.read("/sys/module/apparmor/parameters/enabled"))?.first == UInt8(ascii: "Y")
    }

    /// The profile's name for the kernel; nil for none.
    static func profile(_ profile: AppArmorProfile?) -> String? {
        switch profile?.type.rawValue {
        case "Localhost": profile?.localhostProfile
        case "Unconfined": "unconfined"
        default: nil
        }
    }

    /// Why a Pod may not run with its profiles; nil where it may (kubelet: the AppArmor admit
    /// handler).
    static func refusal(of pod: Pod, isEnabled: Bool) -> String? {
        let profiles =
            [pod.spec.securityContext?.appArmorProfile]
            + pod.spec.containersWithRoles.map { $0.container.securityContext?.appArmorProfile }
        let types = profiles.compactMap { $0?.type.rawValue }.filter { $0 != "Unconfined" }
        guard !types.isEmpty else { return nil }
        guard isEnabled else {
            return "Cannot enforce AppArmor: AppArmor is not enabled on the host"
        }
        guard !types.contains("RuntimeDefault") else {
            return
                "Cannot enforce AppArmor: there is no default profile; load one and name it with type Localhost"
        }
        return nil
    }
}
