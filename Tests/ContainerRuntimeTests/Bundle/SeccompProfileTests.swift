import JSON
import Testing

@testable import ContainerRuntime

struct SeccompProfileTests {
    private let defaults = Capability.names.filter(Capability.defaults.contains)

    private func rules(_ name: String, in profile: JSONValue) -> [JSONValue] {
        (profile["syscalls"]?.arrayValue ?? []).filter {
            $0["names"]?.arrayValue?.contains(.string(name)) ?? false
        }
    }

    @Test func tableNamesEachCallOnce() {
        #expect(Set(SystemCallTable.allowed).count == SystemCallTable.allowed.count)
        let conditional = SystemCallTable.byCapability.values.flatMap { $0 }
        #expect(Set(conditional).isDisjoint(with: SystemCallTable.allowed))
        #expect(SystemCallTable.byCapability.keys.allSatisfy(Capability.names.contains))
    }

    @Test func whatLeadsOutOfAContainerIsRefused() {
        let profile = SeccompProfile.render(capabilities: defaults, architecture: "x86_64")
        #expect(profile["defaultAction"] == "SCMP_ACT_ERRNO")
        #expect(profile["defaultErrnoRet"] == 1)
        for name in [
            "mount", "unshare", "setns", "bpf", "keyctl", "add_key", "kexec_load", "init_module",
            "io_uring_setup", "open_by_handle_at", "perf_event_open", "reboot", "swapon",
            "userfaultfd", "settimeofday", "pivot_root",
        ] {
            #expect(rules(name, in: profile).isEmpty, "\(name)")
        }
    }

    @Test func ordinaryProgramsAreServed() {
        let profile = SeccompProfile.render(capabilities: defaults, architecture: "x86_64")
        for name in ["read", "openat", "execve", "futex", "chroot", "rseq", "clock_gettime64"] {
            #expect(rules(name, in: profile).map { $0["action"] } == ["SCMP_ACT_ALLOW"], "\(name)")
        }
        #expect(rules("clone3", in: profile).map { $0["errnoRet"] } == [38])
        #expect(rules("personality", in: profile).count == 5)
    }

    @Test func capabilitiesOpenTheirCalls() {
        let profile = SeccompProfile.render(
            capabilities: ["CAP_SYS_ADMIN"], architecture: "x86_64")
        for name in ["mount", "setns", "clone", "clone3"] {
            #expect(rules(name, in: profile).count == 1, "\(name)")
            #expect(rules(name, in: profile).first?["args"] == nil, "\(name)")
        }
        #expect(rules("chroot", in: profile).isEmpty)
    }

    @Test func callsOf32BitProgramsAreFilteredToo() {
        let profile = SeccompProfile.render(capabilities: [], architecture: "x86_64")
        #expect(
            profile["architectures"] == ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"])
    }
}
