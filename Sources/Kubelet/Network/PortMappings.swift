import ContainerRuntime
import KubernetesAPI

extension Pod {
    /// Ports of the machine that lead to the Pod; none for a Pod on the machine's own network.
    var portMappings: [PortMapping] {
        if spec.hostNetwork { return [] }
        let lasting = spec.containers + spec.initContainers.filter(\.isSidecar)
        return lasting.flatMap(\.ports).filter { $0.hostPort > 0 }.map {
            PortMapping(
                protocol: $0.protocol.rawValue.isEmpty ? "tcp" : $0.protocol.rawValue.lowercased(),
                hostIP: $0.hostIP == "0.0.0.0" ? "" : $0.hostIP, hostPort: $0.hostPort,
                containerPort: $0.containerPort)
        }
    }
}
