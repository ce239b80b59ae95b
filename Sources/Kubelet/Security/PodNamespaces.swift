import ContainerRuntime
import KubernetesAPI

extension Pod {
    /// What the Pod's containers share with each other and with the machine.
    var namespaceOptions: NamespaceOptions {
        NamespaceOptions(
            usesHostNetwork: spec.hostNetwork, usesHostIPC: spec.hostIPC,
            processes: spec.hostPID
                ? .node : spec.shareProcessNamespace ?? false ? .pod : .container,
            hasOwnUsers: spec.hostUsers == false)
    }

    /// The addresses under which the Pod is reached.
    ///
    /// - Parameter hostIPs: the machine's, which a Pod in its network has.
    func ipAddresses(in sandbox: PodSandbox, hostIPs: [String]) -> [String] {
        spec.hostNetwork ? hostIPs : sandbox.ipAddresses
    }
}

extension Pod {
    /// Whether volumes are made for the users of its sandbox: overlayfs, which images are mounted
    /// with, cannot show other owners later on.
    var hasVolumesOfItsUsers: Bool {
        spec.hostUsers == false && spec.volumes.contains { $0.image != nil }
    }
}
