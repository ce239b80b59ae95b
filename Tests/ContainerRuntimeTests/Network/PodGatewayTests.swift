import Glibc
import LinuxSystem
import Testing

@testable import ContainerRuntime

@Suite struct PodGatewayTests {
    private func configuration(
        _ podCIDR: String, bridge: String = "swtest0"
    ) -> NetworkConfiguration {
        NetworkConfiguration(
            configurationDirectory: "/nowhere", stateDirectory: "/nowhere", bridge: bridge,
            podCIDR: podCIDR)
    }

    @Test(
        "the first address of the network",
        arguments: [
            ("10.88.0.0/16", "10.88.0.1"), ("10.97.32.0/20", "10.97.32.1"),
            ("192.168.7.77/24", "192.168.7.1"), ("10.0.0.0/8", "10.0.0.1"), ("10.88.0.0", nil),
            ("fd00::/64", nil), ("10.88.0/16", nil), ("10.88.0.300/16", nil), ("10.88.0.0/33", nil),
        ])
    func address(podCIDR: String, expected: String?) {
        #expect(PodGateway(configuration(podCIDR))?.text == expected)
    }

    @Test("only Pods and the machine itself reach it")
    func protection() {
        let script = Masquerade(configuration("10.88.0.0/16")).script
        #expect(script.contains("iifname != { \"lo\", \"swtest0\" } ip daddr 10.88.0.1 drop"))
    }

    @Test("ports of the machine lead to Pods, and Pods not to its loopback")
    func ports() {
        func target(_ port: Int32, _ address: String, hostIP: String = "") -> HostPorts.Target {
            HostPorts.Target(
                mapping: PortMapping(hostIP: hostIP, hostPort: port, containerPort: 80),
                address: address)
        }
        let script = Masquerade(
            configuration("10.88.0.0/16"),
            ports: [
                target(8080, "10.88.0.2"), target(8080, "10.88.0.3"),
                target(9090, "10.88.0.4", hostIP: "127.0.0.1"),
            ]
        ).script
        #expect(script.contains("elements = { tcp . 8080 : 10.88.0.2 . 80 }"))
        #expect(script.contains("elements = { 127.0.0.1 . tcp . 9090 : 10.88.0.4 . 80 }"))
        #expect(script.contains("ip daddr 127.0.0.0/8 ct state != { established, related } drop"))
        #expect(script.contains("ip daddr != 10.88.0.1 fib daddr type local dnat"))
    }

    @Test("the bridge is made once, with an address to listen on", .enabled(if: geteuid() == 0))
    func bridge() throws {
        let name = "swt\(UInt16.random(in: 0 ... .max))"
        let gateway = try #require(
            PodGateway(configuration("10.97.254.0/24", bridge: name)))
        defer { PodGateway.remove(bridge: name) }
        try gateway.make()
        let address = try hardwareAddress(name)
        try gateway.make()
        #expect(try hardwareAddress(name) == address)
        // Set by somebody, so that ports do not change it (NET_ADDR_SET).
        #expect(
            String(
                decoding: try File.read("/sys/class/net/\(name)/addr_assign_type"), as: UTF8.self)
                == "3\n")
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var wanted = sockaddr_in()
        wanted.sin_family = sa_family_t(AF_INET)
        wanted.sin_addr.s_addr = gateway.address.bigEndian
        let bound = withUnsafePointer(to: &wanted) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        #expect(bound == 0)
    }

    private func hardwareAddress(_ name: String) throws -> [UInt8] {
        try File.read("/sys/class/net/\(name)/address")
    }
}
