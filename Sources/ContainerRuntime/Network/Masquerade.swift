import LinuxSystem

/// Address translation for what Pods send beyond the machine and for ports of the machine that lead
/// to Pods, as an nftables table of its own. It also keeps the gateway's address to the Pods and
/// this machine, since Linux answers to any of its addresses on every interface.
struct Masquerade: Sendable {
    let table: String
    let podCIDR: String
    private let bridge: String
    private let gateway: PodGateway?
    private let ports: [HostPorts.Target]

    init(_ configuration: NetworkConfiguration, ports: [HostPorts.Target] = []) {
        self.ports = ports
        bridge = configuration.bridge
        table = "swiftlet-\(configuration.bridge)"
        podCIDR = configuration.podCIDR
        gateway = PodGateway(configuration)
    }

    /// What nft is given; it replaces a table of that name in one transaction.
    var script: String {
        """
        table ip \(table) {}
        delete table ip \(table)
        table ip \(table) {
            chain postrouting {
                type nat hook postrouting priority srcnat; policy accept;
                ip saddr \(podCIDR) ip daddr != \(podCIDR) ip daddr != 224.0.0.0/4 masquerade\(returns)
            }\(protection)\(forwarding)
        }

        """
    }

    /// Answers to Pods and to the machine itself have to come back this way.
    private var returns: String {
        guard !ports.isEmpty else { return "" }
        return """

                    ct status dnat ip saddr \(podCIDR) ip daddr \(podCIDR) masquerade
                    ip saddr 127.0.0.0/8 oifname "\(bridge)" masquerade
            """
    }

    /// A port of one address comes before the same port of all. The gateway's address stays the
    /// API server's.
    private var forwarding: String {
        guard !ports.isEmpty else { return "" }
        let all = ports.filter { $0.mapping.hostIP.isEmpty }.map { "\(key($0)) : \(target($0))" }
        let single = ports.filter { !$0.mapping.hostIP.isEmpty }
            .map { "\($0.mapping.hostIP) . \(key($0)) : \(target($0))" }
        let local =
            gateway.map { "ip daddr != \($0.text) fib daddr type local" } ?? "fib daddr type local"
        let rules = """
                    \(local) dnat ip to ip daddr . meta l4proto . th dport map @addresses
                    \(local) dnat ip to meta l4proto . th dport map @ports
            """
        return """

                map ports {
                    type inet_proto . inet_service : ipv4_addr . inet_service\(elements(all))
                }
                map addresses {
                    type ipv4_addr . inet_proto . inet_service : ipv4_addr . inet_service\(elements(single))
                }
                chain prerouting {
                    type nat hook prerouting priority dstnat; policy accept;
            \(rules)
                }
                chain output {
                    type nat hook output priority -100; policy accept;
            \(rules)
                }
                chain loopback {
                    type filter hook input priority filter; policy accept;
                    iifname "\(bridge)" ip daddr 127.0.0.0/8 ct state != { established, related } drop
                }
            """
    }

    private func elements(_ list: [String]) -> String {
        var seen: Set<Substring> = []
        // Two Pods never have the same port; a table with one twice would not load at all.
        let unique = list.filter { seen.insert($0.split(separator: ":")[0]).inserted }
        return unique.isEmpty
            ? "" : "\n            elements = { \(unique.joined(separator: ", ")) }"
    }

    private func key(_ port: HostPorts.Target) -> String {
        "\(port.mapping.protocol) . \(port.mapping.hostPort)"
    }

    private func target(_ port: HostPorts.Target) -> String {
        "\(port.address) . \(port.mapping.containerPort)"
    }

    private var protection: String {
        guard let gateway else { return "" }
        return """

                chain input {
                    type filter hook input priority filter; policy accept;
                    iifname != { "lo", "\(gateway.bridge)" } ip daddr \(gateway.text) drop
                }
            """
    }

    /// Blocks.
    ///
    /// - Throws: `RuntimeError.network`.
    func apply() throws {
        try nft(script)
    }

    /// Blocks; fine where there is no such table.
    func remove() {
        try? nft("table ip \(table) {}\ndelete table ip \(table)\n")
    }

    private func nft(_ script: String) throws {
        let paths = ["/usr/sbin/nft", "/sbin/nft", "/usr/bin/nft", "/usr/local/sbin/nft"]
        guard let path = paths.first(where: { File.exists($0) }) else {
            throw RuntimeError.network("nft is missing: install nftables")
        }
        let result = try ChildProcess.run(
            path, ["-f", "-"], environment: OCIRuntime.environment, input: Array(script.utf8))
        guard result.status == 0 else {
            let reason =
                String(decoding: result.errorOutput, as: UTF8.self)
                .split(separator: "\n").first ?? "no reason given"
            throw RuntimeError.network("nft failed: \(reason)")
        }
    }
}
