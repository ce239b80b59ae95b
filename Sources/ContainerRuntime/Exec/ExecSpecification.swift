import JSON
import LinuxSystem

/// What `swiftlet-monitor --exec` is told: a command beside a container's first process, with all
/// that the container's config.json says of that.
struct ExecSpecification: Sendable {
    var request: ExecRequest
    /// The container's first process.
    var processID: Int32
    /// Clock ticks since boot.
    var startTime: UInt64
    /// Files that take a process into the container's cgroups.
    var joinFiles: [String]
    /// `process` of config.json.
    var process: JSONValue
    /// An array of struct sock_filter; empty for none.
    var seccompFilter: [UInt8]
    var keyring: String
    /// Where the container's users are not the machine's.
    var users: UserIDRange?

    /// Records `key=value`, each after its length in four bytes, the lowest first.
    func render() -> [UInt8] {
        var records = Records()
        records.add("pid", String(processID))
        records.add("start-time", String(startTime))
        records.add("cgroup", joinFiles)
        records.add("arg", request.command)
        records.add("env", environment)
        records.add("cwd", process["cwd"]?.stringValue ?? "/")
        records.add("keyring", keyring)
        addUser(to: &records)
        addLimits(to: &records)
        if request.terminal {
            records.add("terminal", "1")
            records.add("columns", String(request.size?.columns ?? 0))
            records.add("rows", String(request.size?.rows ?? 0))
        }
        if request.isFileTransfer { records.add("file-transfer", "1") }
        if !seccompFilter.isEmpty { records.add("seccomp", seccompFilter) }
        return records.bytes
    }

    private var environment: [String] {
        let variables = strings(process["env"])
        let needsType = request.terminal && !variables.contains { $0.hasPrefix("TERM=") }
        return variables + (needsType ? ["TERM=xterm"] : [])
    }

    private func addUser(to records: inout Records) {
        let user = process["user"]
        let id = user?["uid"]?.integerValue ?? 0
        records.add("uid", String(id))
        if let users, let owner = users.machineID(of: id) {
            records.add("stream-owner", String(owner))
        }
        records.add("gid", String(user?["gid"]?.integerValue ?? 0))
        for group in user?["additionalGids"]?.arrayValue ?? [] {
            records.add("group", String(group.integerValue ?? 0))
        }
        if let mask = user?["umask"]?.integerValue { records.add("umask", String(mask)) }
        for set in ["bounding", "effective", "permitted", "inheritable", "ambient"] {
            let names = Set(strings(process.value(at: "capabilities", set)))
            let bits = Capability.names.indices.reduce(UInt64(0)) {
                names.contains(Capability.names[$1]) ? $0 | 1 << UInt64($1) : $0
            }
            records.add(set, String(bits))
        }
        if process["noNewPrivileges"]?.boolValue == true { records.add("no-new-privileges", "1") }
        if let profile = process["apparmorProfile"]?.stringValue {
            records.add("apparmor", profile)
        }
        if let label = process["selinuxLabel"]?.stringValue { records.add("selinux", label) }
    }

    private func addLimits(to records: inout Records) {
        if let adjustment = process["oomScoreAdj"]?.integerValue {
            records.add("oom-score-adj", String(adjustment))
        }
        for limit in process["rlimits"]?.arrayValue ?? [] {
            guard let name = limit["type"]?.stringValue,
                let number = Self.resources.firstIndex(of: name),
                let soft = limit["soft"]?.integerValue, let hard = limit["hard"]?.integerValue
            else { continue }
            let (low, high) = (UInt64(bitPattern: soft), UInt64(bitPattern: hard))
            records.add("rlimit", "\(number):\(low):\(high)")
        }
    }

    private func strings(_ value: JSONValue?) -> [String] {
        (value?.arrayValue ?? []).compactMap(\.stringValue)
    }

    /// In the order of their numbers, as the generic resource.h has them.
    private static let resources = [
        "RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_DATA", "RLIMIT_STACK", "RLIMIT_CORE", "RLIMIT_RSS",
        "RLIMIT_NPROC", "RLIMIT_NOFILE", "RLIMIT_MEMLOCK", "RLIMIT_AS", "RLIMIT_LOCKS",
        "RLIMIT_SIGPENDING", "RLIMIT_MSGQUEUE", "RLIMIT_NICE", "RLIMIT_RTPRIO", "RLIMIT_RTTIME",
    ]

    private struct Records {
        var bytes: [UInt8] = []

        mutating func add(_ key: String, _ value: String) { add(key, Array(value.utf8)) }

        mutating func add(_ key: String, _ values: [String]) {
            for value in values { add(key, value) }
        }

        mutating func add(_ key: String, _ value: [UInt8]) {
            let length = UInt32(key.utf8.count + 1 + value.count)
            withUnsafeBytes(of: length.littleEndian) { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: key.utf8)
            bytes.append(UInt8(ascii: "="))
            bytes.append(contentsOf: value)
        }
    }
}
