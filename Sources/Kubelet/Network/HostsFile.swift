import KubernetesAPI

/// The `/etc/hosts` of a Pod, in the kubelet's form.
enum HostsFile {
    /// The names under which clients in a Pod expect the API server. There is no cluster DNS that
    /// would resolve them.
    static let apiServerNames = [
        "kubernetes.default.svc.cluster.local", "kubernetes.default.svc", "kubernetes.default",
    ]

    /// - Parameter apiServer: the address by which Pods reach the API server.
    static func content(
        hostname: String, ipAddresses: [String], aliases: [HostAlias], apiServer: String? = nil
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
        lines += ipAddresses.map { "\($0)\t\(hostname)" }
        if let apiServer {
            lines.append("\(apiServer)\t\(apiServerNames.joined(separator: " "))")
        }
        if !aliases.isEmpty {
            lines += ["", "# Entries added by HostAliases."]
            lines += aliases.map { ([$0.ip] + $0.hostnames).joined(separator: "\t") }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

/// The host name inside a Pod.
enum PodHostname {
    /// `spec.hostname`, else the Pod's name; cut to the 63 characters that Linux allows.
    static func hostname(of pod: Pod) -> String {
        let name = pod.spec.hostname.isEmpty ? pod.metadata.name : pod.spec.hostname
        guard name.utf8.count > 63 else { return name }
        var cut = String(name.prefix(63))
        while let last = cut.last, last == "-" || last == "." { cut.removeLast() }
        return cut
    }
}
