import LinuxSystem

/// Address translation for what Pods send beyond the machine, as an nftables table of its own that
/// is made once rather than for each Pod. It also keeps the gateway's address to the Pods and this
/// machine, since Linux answers to any of its addresses on every interface.
struct Masquerade: Sendable {
    let table: String
    let podCIDR: String
    private let gateway: PodGateway?

    init(_ configuration: NetworkConfiguration) {
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
                ip saddr \(podCIDR) ip daddr != \(podCIDR) ip daddr != 224.0.0.0/4 masquerade
            }\(protection)
        }

        """
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
