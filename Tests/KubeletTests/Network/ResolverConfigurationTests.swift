import Glibc
import KubernetesAPI
import LinuxSystem
import Testing

@testable import Kubelet

@Suite struct ResolverConfigurationTests {
    private static let host = ResolverConfiguration(
        parsing: """
            # a comment
            nameserver 192.0.2.1
            nameserver 192.0.2.2
            search first.example second.example
            options ndots:2 timeout:1
            """)

    private func configuration(
        _ policy: DNSPolicy, _ change: ((inout PodDNSConfig) -> Void)? = nil
    ) -> ResolverConfiguration {
        let spec = PodSpec.with {
            $0.dnsPolicy = policy
            $0.dnsConfig = change.map { PodDNSConfig.with($0) }
        }
        return ResolverConfiguration(of: spec, host: Self.host)
    }

    @Test("the machine's, with what a Pod adds; without a cluster's DNS all policies are Default")
    func merged() {
        for policy: DNSPolicy in ["Default", "ClusterFirst", "ClusterFirstWithHostNet"] {
            #expect(configuration(policy).nameservers == ["192.0.2.1", "192.0.2.2"])
        }
        let added = configuration("ClusterFirst") {
            ($0.nameservers, $0.searches) = (["192.0.2.2", "192.0.2.3"], ["own.example"])
            $0.options = [
                .with { ($0.name, $0.value) = ("ndots", "5") }, .with { $0.name = "edns0" },
            ]
        }
        #expect(
            added.content == """
                search first.example second.example own.example
                nameserver 192.0.2.1
                nameserver 192.0.2.2
                nameserver 192.0.2.3
                options timeout:1 ndots:5 edns0

                """)
        #expect(added.omissions == [])
    }

    @Test("None has what the Pod says and nothing else")
    func none() {
        let own = configuration("None") { $0.nameservers = ["192.0.2.9"] }
        #expect(own.content == "nameserver 192.0.2.9\n")
    }

    @Test("what the C library does not read is left out and told, as the kubelet tells it")
    func limits() {
        let many = configuration("Default") {
            $0.nameservers = ["192.0.2.3", "192.0.2.4"]
            $0.searches = (0..<40).map { "s\($0).example" }
        }
        #expect(many.nameservers == ["192.0.2.1", "192.0.2.2", "192.0.2.3"])
        #expect(many.searches.count == 32)
        #expect(
            many.omissions == [
                "Nameserver limits were exceeded, some nameservers have been omitted, the applied nameserver line is: 192.0.2.1 192.0.2.2 192.0.2.3",
                "Search Line limits were exceeded, some search paths have been omitted, the applied search line is: \(many.searches.joined(separator: " "))",
            ])
        let long = configuration("None") {
            $0.searches = (0..<10).map { "\($0)" + String(repeating: "x", count: 250) }
        }
        #expect(long.searches.count == 8)
        #expect(long.searches.joined(separator: " ").utf8.count <= 2048)
    }

    @Test("behind a resolver of the machine alone are those that Pods can ask")
    func local() throws {
        let fixture = try Fixture()
        let (own, behind) = (fixture.root + "/resolv.conf", fixture.root + "/behind")
        func write(_ text: String, _ path: String) throws {
            try File.write(Array(text.utf8), to: path)
        }
        func servers() -> [String] {
            ResolverConfiguration.ofMachine(own, behind: behind).nameservers
        }
        #expect(servers() == [])
        try write("nameserver 127.0.0.53\n", own)
        #expect(servers() == ["127.0.0.53"])
        try write("nameserver 192.0.2.7\n", behind)
        #expect(servers() == ["192.0.2.7"])
        try write("nameserver 127.0.0.1\nnameserver 192.0.2.8\n", own)
        #expect(servers() == ["127.0.0.1", "192.0.2.8"])
    }
}
