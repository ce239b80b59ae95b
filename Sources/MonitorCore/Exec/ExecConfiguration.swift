/// What is to run in a container, and as what: records `key=value` that the daemon writes, each
/// after its length in four bytes, the lowest first.
public struct ExecConfiguration: Equatable, Sendable {
    /// A limit of setrlimit(2), by the kernel's number.
    public struct ResourceLimit: Equatable, Sendable {
        public var resource: Int32
        public var soft: UInt64
        public var hard: UInt64
    }

    /// The process whose namespaces are entered.
    public var process: Int32 = 0
    /// When that process started, in clock ticks since boot.
    public var startTime: UInt64 = 0
    /// The files `cgroup.procs` of the container's cgroups.
    public var cgroups: [String] = []
    public var arguments: [String] = []
    /// `NAME=value`
    public var environment: [String] = []
    public var workingDirectory = "/"
    public var user: UInt32 = 0
    /// Who the user is on the machine, where the container has users of its own.
    public var streamOwner: UInt32?
    public var group: UInt32 = 0
    public var additionalGroups: [UInt32] = []
    public var umask: UInt32 = 0o022
    /// Bits by capability number (capability.h), as the next ones.
    public var bounding: UInt64 = 0
    public var effective: UInt64 = 0
    public var permitted: UInt64 = 0
    public var inheritable: UInt64 = 0
    public var ambient: UInt64 = 0
    public var noNewPrivileges = false
    public var oomScoreAdjustment: String?
    public var limits: [ResourceLimit] = []
    public var terminal = false
    /// The terminal's size; 0 leaves it unset.
    public var columns: UInt16 = 0
    public var rows: UInt16 = 0
    /// An array of struct sock_filter; empty for none.
    public var seccompFilter: [UInt8] = []
    public var appArmorProfile: String?
    public var selinuxLabel: String?
    /// The name of the container's session keyring; empty for none.
    public var keyring = ""
    /// Whether the arguments are those of `FileTransfer` instead of a program's.
    public var isFileTransfer = false

    public init() {}

    /// - Throws: `MonitorError` for a torn record, a bad number, or a missing key. Unknown keys are
    ///   for a newer program and pass.
    public init(parsing bytes: [UInt8]) throws(MonitorError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            guard rest.count >= 4 else { throw MonitorError("exec: torn configuration") }
            let length = rest.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(4)
            guard length <= rest.count,
                let equals = rest.prefix(length).firstIndex(of: UInt8(ascii: "="))
            else { throw MonitorError("exec: torn configuration") }
            let key = String(decoding: rest[..<equals], as: UTF8.self)
            try set(key, rest.prefix(length)[(equals + 1)...])
            rest = rest.dropFirst(length)
        }
        guard process > 0 else { throw MonitorError("exec: pid is missing") }
        guard !arguments.isEmpty else { throw MonitorError("exec: arg is missing") }
    }

    private mutating func set(_ key: String, _ bytes: ArraySlice<UInt8>) throws(MonitorError) {
        if key == "seccomp" {
            seccompFilter = Array(bytes)
            return
        }
        let value = String(decoding: bytes, as: UTF8.self)
        switch key {
        case "pid": process = try Self.number(key, value)
        case "start-time": startTime = try Self.number(key, value)
        case "cgroup": cgroups.append(value)
        case "arg": arguments.append(value)
        case "env": environment.append(value)
        case "cwd": workingDirectory = value
        case "uid": user = try Self.number(key, value)
        case "gid": group = try Self.number(key, value)
        case "group": additionalGroups.append(try Self.number(key, value))
        case "umask": umask = try Self.number(key, value)
        case "bounding": bounding = try Self.number(key, value)
        case "effective": effective = try Self.number(key, value)
        case "permitted": permitted = try Self.number(key, value)
        case "inheritable": inheritable = try Self.number(key, value)
        case "ambient": ambient = try Self.number(key, value)
        case "no-new-privileges": noNewPrivileges = value == "1"
        case "stream-owner":
            let owner: UInt32 = try Self.number(key, value)
            streamOwner = owner
        case "oom-score-adj": oomScoreAdjustment = value
        case "rlimit": limits.append(try Self.limit(value))
        case "terminal": terminal = value == "1"
        case "columns": columns = try Self.number(key, value)
        case "rows": rows = try Self.number(key, value)
        case "apparmor": appArmorProfile = value
        case "selinux": selinuxLabel = value
        case "keyring": keyring = value
        case "file-transfer": isFileTransfer = value == "1"
        default: break
        }
    }

    private static func number<Number: FixedWidthInteger>(
        _ key: String, _ value: some StringProtocol
    ) throws(MonitorError) -> Number {
        guard let number = Number(value) else {
            throw MonitorError("exec: \(key)=\(value) is not a number")
        }
        return number
    }

    /// `RESOURCE:SOFT:HARD`
    private static func limit(_ value: String) throws(MonitorError) -> ResourceLimit {
        let parts = value.split(separator: ":")
        guard parts.count == 3 else { throw MonitorError("exec: rlimit=\(value) is no limit") }
        return ResourceLimit(
            resource: try number("rlimit", parts[0]), soft: try number("rlimit", parts[1]),
            hard: try number("rlimit", parts[2]))
    }
}
