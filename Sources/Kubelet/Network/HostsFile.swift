import KubernetesAPI

/// The `/etc/hosts` of a Pod, in the kubelet's form.
enum HostsFile {
    /// The names under which clients in a Pod expect the API server. There is no cluster DNS that
    /// would resolve them.
    static let apiServerNames = [
        "kubernetes.default.svc.cluster.local", "kubernetes.default.svc", "kubernetes.default",
    ]

    /// - Parameters:
    ///   - domain: what follows the host name in the Pod's full name; empty where it has none.
    ///   - apiServer: the address by which Pods reach the API server.
    static func content(
        hostname: String, domain: String = "", ipAddresses: [String], aliases: [HostAlias],
        apiServer: String? = nil
    ) -> String {
        var lines = [
            "# Kubernetes-managed hosts file.",
            "127.0.0.1\tlocalhost",
            "::1\tlocalhost ip6-localhost ip6-loopback",
            "fe00::0\tip6-localnet",
            "fe00::0\tip6-mcastprefix",
            "fe00::1\tip6-allnodes",
            "fe00::2\tip6-allrouters",
        ]
        lines += ipAddresses.map {
            domain.isEmpty ? "\($0)\t\(hostname)" : "\($0)\t\(hostname).\(domain)\t\(hostname)"
        }
        if let apiServer {
            lines.append("\(apiServer)\t\(apiServerNames.joined(separator: " "))")
        }
        return (lines + Self.lines(of: aliases)).joined(separator: "\n") + "\n"
    }

    /// What a Pod in the machine's network sees: the machine's own names and the Pod's aliases.
    static func hostContent(_ host: String, aliases: [HostAlias]) -> String {
        let added = lines(of: aliases)
        return "# Kubernetes-managed hosts file (host network).\n" + host
            + (added.isEmpty ? "" : added.joined(separator: "\n") + "\n")
    }

    private static func lines(of aliases: [HostAlias]) -> [String] {
        guard !aliases.isEmpty else { return [] }
        return ["", "# Entries added by HostAliases."]
            + aliases.map { ([$0.ip] + $0.hostnames).joined(separator: "\t") }
    }
}
