import Glibc
import JSON
import LinuxSystem

/// The default seccomp profile, in the form of the OCI runtime specification.
enum SeccompProfile {
    private static let addressFamilyVSock: JSONValue = 40
    /// CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET.
    private static let namespaceFlags: JSONValue = 0x7E02_0000
    /// PER_LINUX, PER_LINUX32, each with and without UNAME26, and the query of the current one.
    private static let personalities: [JSONValue] = [0, 8, 0x20000, 0x20008, 0xFFFF_FFFF]
    private static let functionNotImplemented: JSONValue = 38

    /// The profile of a container with these capabilities. One rule with all names compiles faster
    /// than a rule a name.
    ///
    /// - Parameter architecture: as `uname -m` has it.
    static func render(capabilities: [String], architecture: String) -> JSONValue {
        let granted = Set(capabilities)
        let extra = granted.flatMap { SystemCallTable.byCapability[$0] ?? [] }
        let names = Set(SystemCallTable.allowed + extra).sorted()
        var rules: [JSONValue] = [
            ["names": .array(names.map { .string($0) }), "action": "SCMP_ACT_ALLOW"],
            // Sockets to the hypervisor pass by the network namespace.
            allow("socket", argument: 0, "SCMP_CMP_NE", addressFamilyVSock),
        ]
        rules += personalities.map { allow("personality", argument: 0, "SCMP_CMP_EQ", $0) }
        if !granted.contains("CAP_SYS_ADMIN") {
            rules.append(allow("clone", argument: 0, "SCMP_CMP_MASKED_EQ", namespaceFlags))
            // Its flags are in memory, where a filter cannot look; libraries then use clone.
            rules.append([
                "names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": functionNotImplemented,
            ])
        }
        return [
            "defaultAction": "SCMP_ACT_ERRNO",
            "defaultErrnoRet": 1,
            "architectures": .array(architectures(of: architecture).map { .string($0) }),
            "syscalls": .array(rules),
        ]
    }

    /// A profile of the user's, in the same form.
    ///
    /// - Throws: `RuntimeError.seccompProfile`.
    static func load(_ path: String) throws -> JSONValue {
        do {
            let profile = try JSONValue(parsing: File.read(path))
            guard profile["defaultAction"]?.stringValue != nil else {
                throw RuntimeError.seccompProfile(path, cause: "it has no \"defaultAction\"")
            }
            return profile
        } catch let error as SystemError where error.code == ENOENT {
            throw RuntimeError.seccompProfile(path, cause: "no such file or directory")
        } catch let error as RuntimeError {
            throw error
        } catch {
            throw RuntimeError.seccompProfile(path, cause: String(describing: error))
        }
    }

    private static func allow(
        _ name: JSONValue, argument index: JSONValue, _ operation: JSONValue, _ value: JSONValue
    ) -> JSONValue {
        [
            "names": [name], "action": "SCMP_ACT_ALLOW",
            "args": [["index": index, "value": value, "valueTwo": 0, "op": operation]],
        ]
    }

    private static func architectures(of machine: String) -> [String] {
        switch machine {
        case "x86_64": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"]
        case "aarch64": ["SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM"]
        case "riscv64": ["SCMP_ARCH_RISCV64"]
        case "s390x": ["SCMP_ARCH_S390X", "SCMP_ARCH_S390"]
        default: []
        }
    }
}
