import Glibc
import JSON
import LinuxSystem
import Synchronization

/// The ports of the machine that lead to Pods of Swiftlet's own network.
///
/// Which they are is in the files that CNI leaves for each sandbox. The nftables table is written
/// from all of them each time, in one transaction: there is nothing to take back after a crash.
final class HostPorts: Sendable {
    /// A port and the Pod's address behind it.
    struct Target: Sendable, Hashable {
        var mapping: PortMapping
        var address: String
    }

    private let configuration: NetworkConfiguration
    private let writing = Mutex<Void>(())

    init(_ configuration: NetworkConfiguration) {
        self.configuration = configuration
    }

    /// Writes the table anew. Blocks.
    ///
    /// - Throws: `RuntimeError.network`.
    func apply() throws {
        try writing.withLock { _ in
            let targets = targets()
            if !targets.isEmpty { allowLoopbackSources() }
            try Masquerade(configuration, ports: targets).apply()
        }
    }

    private func targets() -> [Target] {
        let folder = CNIPodNetwork.results(configuration)
        return File.names(in: folder).sorted().flatMap { name -> [Target] in
            guard let bytes = try? File.read("\(folder)/\(name)"),
                let saved = try? JSONValue(parsing: bytes), let result = saved["result"],
                let address = CNIConfigurationList.addresses(in: result).first,
                !address.contains(":")
            else { return [] }
            return PortMapping.list(in: saved["ports"]).filter(\.isForwarded)
                .map { Target(mapping: $0, address: address) }
        }
    }

    /// What the machine sends to itself comes from 127.0.0.1, which Linux does not let out of its
    /// loopback otherwise. The table keeps Pods from the machine's own loopback.
    private func allowLoopbackSources() {
        try? File.write(
            Array("1".utf8),
            to: "/proc/sys/net/ipv4/conf/\(configuration.bridge)/route_localnet")
    }
}

extension PortMapping {
    /// Whether it is one of the IPv4 ports that the table has; one bad entry would keep it from
    /// loading.
    fileprivate var isForwarded: Bool {
        ["tcp", "udp", "sctp"].contains(`protocol`) && (1...65535).contains(hostPort)
            && (1...65535).contains(containerPort)
            && hostIP.allSatisfy { $0 == "." || $0.isASCII && $0.isNumber }
    }

    /// As CNI's `portMappings` capability has it.
    var json: JSONValue {
        var json: JSONValue = [
            "hostPort": .integer(Int64(hostPort)), "containerPort": .integer(Int64(containerPort)),
            "protocol": .string(`protocol`),
        ]
        if !hostIP.isEmpty { json["hostIP"] = .string(hostIP) }
        return json
    }

    static func list(in json: JSONValue?) -> [PortMapping] {
        (json?.arrayValue ?? []).compactMap { entry in
            guard let host = entry["hostPort"]?.integerValue.flatMap({ Int32(exactly: $0) }),
                let own = entry["containerPort"]?.integerValue.flatMap({ Int32(exactly: $0) })
            else { return nil }
            return PortMapping(
                protocol: entry["protocol"]?.stringValue ?? "tcp",
                hostIP: entry["hostIP"]?.stringValue ?? "", hostPort: host, containerPort: own)
        }
    }
}
