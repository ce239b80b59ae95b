import KubernetesAPI

/// Kernel settings of a Pod's own namespaces.
enum Sysctls {
    /// A namespace that has settings of its own.
    enum Namespace: String, Sendable {
        case ipc
        case network = "net"
    }

    /// What every Pod may set, since it changes nothing for others
    /// (kubelet: `SafeSysctlAllowlist`).
    static let safe: Set<String> = [
        "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.tcp_syncookies",
        "net.ipv4.ping_group_range", "net.ipv4.ip_unprivileged_port_start",
        "net.ipv4.ip_local_reserved_ports", "net.ipv4.tcp_keepalive_time",
        "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl",
        "net.ipv4.tcp_keepalive_probes", "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem",
    ]

    private static let namespaces: [(prefix: String, Namespace)] = [
        ("kernel.shm", .ipc), ("kernel.msg", .ipc), ("kernel.sem", .ipc), ("fs.mqueue.", .ipc),
        ("net.", .network),
    ]

    /// The namespace that a setting belongs to; nil where it is the whole machine's.
    static func namespace(of name: String) -> Namespace? {
        namespaces.first { name.hasPrefix($0.prefix) }?.1
    }

    /// Why a Pod may not run with its settings; nil where it may.
    ///
    /// - Parameter allowed: unsafe settings that Pods may have too, by name or with `*` at the end.
    static func refusal(of pod: Pod, allowed: [String]) -> String? {
        for sysctl in pod.spec.securityContext?.sysctls ?? [] {
            let name = dotted(sysctl.name)
            guard let namespace = namespace(of: name),
                safe.contains(name) || allowed.contains(where: { matches(name, dotted($0)) })
            else { return "forbidden sysctl: \"\(name)\" not allowlisted" }
            let isHosts = namespace == .ipc ? pod.spec.hostIPC : pod.spec.hostNetwork
            if isHosts {
                return
                    "forbidden sysctl: \"\(name)\" not allowed with host \(namespace.rawValue) enabled"
            }
        }
        return nil
    }

    /// By their names below `/proc/sys`.
    static func settings(of pod: Pod) -> [String: String] {
        var settings: [String: String] = [:]
        for sysctl in pod.spec.securityContext?.sysctls ?? [] {
            settings[swapped(dotted(sysctl.name))] = sysctl.value
        }
        return settings
    }

    private static func matches(_ name: String, _ pattern: String) -> Bool {
        pattern.hasSuffix("*") ? name.hasPrefix(pattern.dropLast()) : name == pattern
    }

    /// `net.ipv4.conf.eth0/1.x` and `net/ipv4/conf/eth0.1/x` are the same, as in sysctl.d(5): the
    /// separator is the one that comes first.
    static func dotted(_ name: String) -> String {
        guard let first = name.first(where: { $0 == "." || $0 == "/" }), first == "/" else {
            return name
        }
        return swapped(name)
    }

    private static func swapped(_ name: String) -> String {
        String(name.map { $0 == "." ? "/" : $0 == "/" ? "." : $0 })
    }
}

extension NodeSettings {
    /// Whether a name, or the beginning of several with `*` at its end, is of settings that Pods have
    /// for themselves: others would change the machine.
    public static func isSysctlOfPods(_ pattern: String) -> Bool {
        Sysctls.namespace(of: Sysctls.dotted(pattern)) != nil
    }
}
