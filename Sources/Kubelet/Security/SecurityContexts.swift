import ContainerRuntime
import KubernetesAPI
import OCI

/// The effective security settings of a container: its own over the Pod's over the image's.
enum SecurityContexts {
    /// - Parameter seccompFolder: where `localhostProfile` is looked for.
    /// - Throws: `ContainerConfigurationError` where `runAsNonRoot` cannot be kept.
    static func security(
        of container: KubernetesAPI.Container, in pod: Pod, image: ImageConfiguration,
        seccompFolder: String
    ) throws(ContainerConfigurationError) -> ContainerSecurity {
        let own = container.securityContext ?? SecurityContext()
        let shared = pod.spec.securityContext ?? PodSecurityContext()
        let user = own.runAsUser ?? shared.runAsUser
        if own.runAsNonRoot ?? shared.runAsNonRoot ?? false {
            try requireNonRoot(user, image.user, PodNames.full(pod), container.name)
        }
        return ContainerSecurity(
            user: image.user, runAsUser: user, runAsGroup: own.runAsGroup ?? shared.runAsGroup,
            supplementalGroups: shared.supplementalGroups + (shared.fsGroup.map { [$0] } ?? []),
            ignoresImageGroups: shared.supplementalGroupsPolicy?.rawValue == "Strict",
            addedCapabilities: own.capabilities?.add ?? [],
            droppedCapabilities: own.capabilities?.drop ?? [],
            privileged: own.privileged ?? false,
            noNewPrivileges: own.allowPrivilegeEscalation == false,
            readOnlyRootFileSystem: own.readOnlyRootFilesystem ?? false,
            seccomp: seccomp(own.seccompProfile ?? shared.seccompProfile, seccompFolder),
            hasUnmaskedProc: own.procMount?.rawValue == "Unmasked",
            appArmor: AppArmor.profile(own.appArmorProfile ?? shared.appArmorProfile))
    }

    private static func requireNonRoot(
        _ user: Int64?, _ imageUser: String, _ pod: String, _ container: String
    ) throws(ContainerConfigurationError) {
        if let user {
            if user == 0 { throw .asksForRoot(pod: pod, container: container) }
            return
        }
        let name = imageUser.prefix { $0 != ":" }
        if name.isEmpty { throw .runsAsRoot(pod: pod, container: container) }
        guard let number = Int64(name) else {
            throw .nonNumericUser(user: String(name), pod: pod, container: container)
        }
        if number == 0 { throw .runsAsRoot(pod: pod, container: container) }
    }

    /// Unset is the default profile, as under the kubelet's `seccompDefault`.
    private static func seccomp(
        _ profile: SeccompProfile?, _ folder: String
    ) -> ContainerSecurity.Seccomp {
        switch profile?.type.rawValue {
        case "Unconfined": .unconfined
        case "Localhost": .localhost(path: "\(folder)/\(profile?.localhostProfile ?? "")")
        default: .runtimeDefault
        }
    }
}
