/// What `monitor.conf` says: lines `key=value` that the daemon writes.
public struct MonitorConfiguration: Equatable, Sendable {
    /// The container's id.
    public var id = ""
    /// Absolute path of the OCI runtime.
    public var runtime = ""
    /// The OCI runtime's state folder.
    public var runtimeRoot = ""
    /// Global arguments for the OCI runtime besides `--root`.
    public var runtimeArguments: [String] = []
    /// Absolute path of the OCI bundle.
    public var bundle = ""
    /// Absolute path of the log file.
    public var log = ""
    /// Bytes a log file may have; 0 or less never rotates.
    public var logSize = 10 << 20
    /// Files of the log that are kept, the current one included; at least 1.
    public var logFiles = 5
    public var terminal = false
    /// Whether clients can write to the container's standard input; without it that is empty.
    public var standardInput = false
    /// Whether standard input ends when the first client that was attached to it leaves.
    public var standardInputOnce = false
    /// The file with the line `oom_kill N` for the container's cgroup; empty where there is none.
    public var oomFile = ""
    /// Whether the OCI runtime must not see `/sys/fs/cgroup/unified`.
    public var hideUnified = false
    /// Whether `mounts.list` tells of mounts to be made for users of the container's own.
    public var mapMounts = false
    /// Whom the container's pipes are given to, so that it may open them again by their names in
    /// /dev; nil leaves that to the OCI runtime, which cannot in a user namespace.
    public var streamOwner: Int?
    /// The oom_score_adj of the container; empty leaves it to the OCI runtime.
    public var oomScoreAdjustment = ""

    public init() {}

    /// - Throws: `MonitorError` for a line that is not `key=value`, a bad number or flag, or a
    ///   missing key. Unknown keys are for a newer monitor and pass.
    public init(parsing bytes: [UInt8]) throws(MonitorError) {
        // Bytes, not characters: what a string's characters need is memory per container.
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            guard let equals = line.firstIndex(of: UInt8(ascii: "=")) else {
                let line = String(decoding: line, as: UTF8.self)
                throw MonitorError("monitor.conf: line without '=': \(line)")
            }
            let key = String(decoding: line[..<equals], as: UTF8.self)
            try set(key, String(decoding: line[(equals + 1)...], as: UTF8.self))
        }
        for (key, value) in [
            ("id", id), ("runtime", runtime), ("runtime-root", runtimeRoot), ("bundle", bundle),
            ("log", log),
        ] where value.isEmpty {
            throw MonitorError("monitor.conf: \(key) is missing")
        }
    }

    private mutating func set(_ key: String, _ value: String) throws(MonitorError) {
        switch key {
        case "id": id = value
        case "runtime": runtime = value
        case "runtime-root": runtimeRoot = value
        case "runtime-arg": runtimeArguments.append(value)
        case "bundle": bundle = value
        case "log": log = value
        case "log-size": logSize = try Self.number(key, value)
        case "log-files": logFiles = max(1, try Self.number(key, value))
        case "terminal": terminal = try Self.flag(key, value)
        case "stdin": standardInput = try Self.flag(key, value)
        case "stdin-once": standardInputOnce = try Self.flag(key, value)
        case "oom-file": oomFile = value
        case "hide-unified": hideUnified = try Self.flag(key, value)
        case "map-mounts": mapMounts = try Self.flag(key, value)
        case "stream-owner": streamOwner = try Self.number(key, value)
        case "oom-score-adj": oomScoreAdjustment = value
        default: break
        }
    }

    private static func number(_ key: String, _ value: String) throws(MonitorError) -> Int {
        guard let number = Int(value) else {
            throw MonitorError("monitor.conf: \(key)=\(value) is not a number")
        }
        return number
    }

    private static func flag(_ key: String, _ value: String) throws(MonitorError) -> Bool {
        guard value == "0" || value == "1" else {
            throw MonitorError("monitor.conf: \(key)=\(value) is neither 0 nor 1")
        }
        return value == "1"
    }
}
