import CSeccomp
import Glibc
import JSON
import LinuxSystem

/// Compiles a seccomp profile of the OCI runtime specification as the OCI runtimes do, with
/// libseccomp.
enum SeccompFilter {
    /// The profile cannot be compiled.
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    private static let operations: [String: scmp_compare] = [
        "SCMP_CMP_NE": SCMP_CMP_NE, "SCMP_CMP_LT": SCMP_CMP_LT, "SCMP_CMP_LE": SCMP_CMP_LE,
        "SCMP_CMP_EQ": SCMP_CMP_EQ, "SCMP_CMP_GE": SCMP_CMP_GE, "SCMP_CMP_GT": SCMP_CMP_GT,
        "SCMP_CMP_MASKED_EQ": SCMP_CMP_MASKED_EQ,
    ]

    /// The filter as an array of struct sock_filter. Takes some milliseconds.
    ///
    /// - Throws: `Failure`, `SystemError`.
    static func compile(_ profile: JSONValue) throws -> [UInt8] {
        let standard = try action(
            profile["defaultAction"]?.stringValue, profile["defaultErrnoRet"]?.integerValue)
        guard let context = seccomp_init(standard) else {
            throw Failure(description: "libseccomp takes no default action of the profile")
        }
        defer { seccomp_release(context) }
        // Whether the process gives up gaining privileges is not for the filter to say.
        seccomp_attr_set(context, SCMP_FLTATR_CTL_NNP, 0)
        for name in profile["architectures"]?.arrayValue ?? [] {
            guard let name = name.stringValue, name.hasPrefix("SCMP_ARCH_") else { continue }
            let token = seccomp_arch_resolve_name(name.dropFirst(10).lowercased())
            // The machine's own is there from the start.
            if token != 0 { seccomp_arch_add(context, token) }
        }
        for rule in profile["syscalls"]?.arrayValue ?? [] {
            let action = try action(
                rule["action"]?.stringValue, rule["errnoRet"]?.integerValue)
            guard action != standard else { continue }
            let comparisons = try (rule["args"]?.arrayValue ?? []).map(comparison)
            for name in rule["names"]?.arrayValue ?? [] {
                try add(name.stringValue ?? "", action, comparisons, to: context)
            }
        }
        return try export(context)
    }

    private static func add(
        _ name: String, _ action: UInt32, _ comparisons: [scmp_arg_cmp],
        to context: scmp_filter_ctx
    ) throws {
        let number = seccomp_syscall_resolve_name(name)
        // A profile names calls that another kernel or machine has.
        guard number != -1 else { return }
        // Conditions on one argument are alternatives, on several ones they hold together.
        let alternatives =
            Set(comparisons.map(\.arg)).count < comparisons.count
            ? comparisons.map { [$0] } : [comparisons]
        for conditions in alternatives {
            let code = seccomp_rule_add_array(
                context, action, number, UInt32(conditions.count), conditions)
            // What cannot be asked on one of the architectures is left out there.
            guard code == 0 || code == -EEXIST || code == -EDOM || code == -EINVAL else {
                throw Failure(description: "seccomp rule for \(name): error \(-code)")
            }
        }
    }

    private static func comparison(_ value: JSONValue) throws -> scmp_arg_cmp {
        guard let index = value["index"]?.integerValue, (0...5).contains(index),
            let operation = operations[value["op"]?.stringValue ?? ""]
        else { throw Failure(description: "seccomp profile: no condition: \(value.serialized())") }
        return scmp_arg_cmp(
            arg: UInt32(index), op: operation,
            datum_a: UInt64(bitPattern: value["value"]?.integerValue ?? 0),
            datum_b: UInt64(bitPattern: value["valueTwo"]?.integerValue ?? 0))
    }

    /// seccomp(2), section on return values; the runtimes' default for the error is EPERM.
    private static func action(_ name: String?, _ number: Int64?) throws -> UInt32 {
        let data = UInt32(truncatingIfNeeded: number ?? Int64(EPERM)) & 0xFFFF
        return switch name {
        case "SCMP_ACT_ALLOW": 0x7FFF_0000
        case "SCMP_ACT_ERRNO": 0x0005_0000 | data
        case "SCMP_ACT_KILL", "SCMP_ACT_KILL_THREAD": 0
        case "SCMP_ACT_KILL_PROCESS": 0x8000_0000
        case "SCMP_ACT_LOG": 0x7FFC_0000
        case "SCMP_ACT_TRAP": 0x0003_0000
        case "SCMP_ACT_TRACE": 0x7FF0_0000 | data
        default:
            throw Failure(description: "seccomp profile: unknown action \(name ?? "")")
        }
    }

    private static func export(_ context: scmp_filter_ctx) throws -> [UInt8] {
        let file = try MemoryFile()
        let code = seccomp_export_bpf(context, file.descriptor)
        guard code == 0 else { throw SystemError("seccomp_export_bpf", code: -code) }
        return try file.contents()
    }
}
