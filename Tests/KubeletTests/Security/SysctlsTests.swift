import KubernetesAPI
import Testing

@testable import Kubelet

@Suite struct SysctlsTests {
    private func pod(_ name: String, _ change: (inout Pod) -> Void = { _ in }) -> Pod {
        var pod = Pod.bound([.named("main")]) {
            $0.spec.securityContext = .with {
                $0.sysctls = [.with { ($0.name, $0.value) = (name, "1") }]
            }
        }
        change(&pod)
        return pod
    }

    @Test(
        "safe settings, unsafe ones, and those of the whole machine",
        arguments: [
            ("net.ipv4.tcp_syncookies", nil),
            ("net/ipv4/tcp_syncookies", nil),
            ("kernel.shm_rmid_forced", nil),
            ("net.core.somaxconn", "forbidden sysctl: \"net.core.somaxconn\" not allowlisted"),
            ("kernel.msgmax", "forbidden sysctl: \"kernel.msgmax\" not allowlisted"),
            ("vm.swappiness", "forbidden sysctl: \"vm.swappiness\" not allowlisted"),
        ] as [(String, String?)])
    func safe(name: String, expected: String?) {
        #expect(Sysctls.refusal(of: pod(name), allowed: []) == expected)
    }

    @Test("unsafe ones can be allowed, by name or by their beginning; the machine's never")
    func allowed() {
        #expect(Sysctls.refusal(of: pod("kernel.msgmax"), allowed: ["kernel.msg*"]) == nil)
        #expect(
            Sysctls.refusal(of: pod("net.core.somaxconn"), allowed: ["net.core.somaxconn"]) == nil)
        #expect(Sysctls.refusal(of: pod("vm.swappiness"), allowed: ["vm.*"]) != nil)
    }

    @Test("a namespace that is the machine's has no settings of the Pod")
    func hostNamespaces() {
        let network = pod("net.ipv4.tcp_syncookies") { $0.spec.hostNetwork = true }
        #expect(
            Sysctls.refusal(of: network, allowed: [])
                == "forbidden sysctl: \"net.ipv4.tcp_syncookies\" not allowed with host net enabled"
        )
        let ipc = pod("kernel.shm_rmid_forced") { $0.spec.hostIPC = true }
        #expect(
            Sysctls.refusal(of: ipc, allowed: [])
                == "forbidden sysctl: \"kernel.shm_rmid_forced\" not allowed with host ipc enabled")
    }

    @Test("names become paths, dots in a part slashes")
    func paths() {
        #expect(Sysctls.settings(of: pod("net.ipv4.tcp_rmem")) == ["net/ipv4/tcp_rmem": "1"])
        #expect(
            Sysctls.settings(of: pod("net/ipv4/conf/eth0.1/rp_filter"))
                == ["net/ipv4/conf/eth0.1/rp_filter": "1"])
    }
}
