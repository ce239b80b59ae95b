import KubernetesAPI
import Testing

@testable import Kubelet

@Suite struct PodHostnameTests {
    private func pod(_ change: (inout Pod) -> Void) -> Pod {
        .bound(named: "web", [.named("main")], change)
    }

    private static let long = String(repeating: "a", count: 60)

    @Test("the Pod's name, its hostname, its subdomain and an override")
    func names() throws {
        let plain = try PodHostname(of: pod { _ in })
        #expect(plain.kernelName == "web")
        #expect(plain.domain == "")
        let named = try PodHostname(
            of: pod { ($0.spec.hostname, $0.spec.subdomain) = ("one", "shop") })
        #expect(named.kernelName == "one")
        #expect(named.domain == "shop.default.svc.cluster.local")
        let full = try PodHostname(
            of: pod { ($0.spec.subdomain, $0.spec.setHostnameAsFQDN) = ("shop", true) })
        #expect(full.kernelName == "web.shop.default.svc.cluster.local")
        #expect(full.name == "web")
        let override = try PodHostname(
            of: pod { ($0.spec.hostnameOverride, $0.spec.subdomain) = ("db.example.org", "shop") })
        #expect(override.kernelName == "db.example.org")
        #expect(override.domain == "")
    }

    @Test("a long name is cut, and not at a hyphen")
    func cut() throws {
        let name = Self.long + "-.-x"
        #expect(try PodHostname(of: pod { $0.metadata.name = name }).kernelName == Self.long)
        func kernelName(_ length: Int, override: Bool = false) throws -> String {
            let name = String(repeating: "a", count: length)
            return try PodHostname(
                of: pod {
                    if override { $0.spec.hostnameOverride = name } else { $0.metadata.name = name }
                }
            ).kernelName
        }
        #expect(try kernelName(63).count == 63)
        #expect(try kernelName(64).count == 63)
        #expect(try kernelName(64, override: true).count == 64, "an override is taken as it is")
        #expect(throws: PodHostname.Failure.self) { try kernelName(65, override: true) }
        // With the subdomain's: 64 characters are a name, 65 are none.
        let domain = ".s.default.svc.cluster.local"
        for (length, isTaken) in [(64, true), (65, false)] {
            let pod = pod {
                $0.metadata.name = String(repeating: "b", count: length - domain.count)
                ($0.spec.subdomain, $0.spec.setHostnameAsFQDN) = ("s", true)
            }
            #expect((try? PodHostname(of: pod))?.kernelName.count == (isTaken ? 64 : nil))
        }
    }

    @Test("a full name that Linux does not take is refused with the kubelet's words")
    func tooLong() {
        let pod = pod {
            ($0.metadata.name, $0.spec.subdomain, $0.spec.setHostnameAsFQDN) = (
                Self.long, "s", true
            )
        }
        let error = #expect(throws: PodHostname.Failure.self) { try PodHostname(of: pod) }
        #expect(
            error?.description.hasSuffix(
                "is too long (64 characters is the max, 88 characters requested)") == true)
    }

    @Test("a Pod's hosts file has its full name, one on the machine's network the machine's names")
    func hosts() {
        let own = HostsFile.content(
            hostname: "web", domain: "shop.default.svc.cluster.local", ipAddresses: ["10.0.0.2"],
            aliases: [])
        #expect(own.contains("\n10.0.0.2\tweb.shop.default.svc.cluster.local\tweb\n"))
        let host = HostsFile.hostContent(
            "127.0.0.1 localhost\n",
            aliases: [.with { ($0.ip, $0.hostnames) = ("192.0.2.9", ["a", "b"]) }])
        #expect(
            host == """
                # Kubernetes-managed hosts file (host network).
                127.0.0.1 localhost

                # Entries added by HostAliases.
                192.0.2.9\ta\tb

                """)
    }
}
