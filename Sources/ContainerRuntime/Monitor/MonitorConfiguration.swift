/// What a monitor is told, as `monitor.conf` in the container's folder.
struct MonitorConfiguration: Sendable, Hashable {
    var id: String
    /// Path of the OCI runtime.
    var runtime: String
    var runtimeRoot: String
    var bundle: String
    /// Absolute path of the log file.
    var log: String
    /// Bytes.
    var logSize: Int64
    /// The current one included.
    var logFiles: Int
    var terminal: Bool
    /// Whether clients can write to the container's standard input.
    var stdin = false
    /// Whether that ends when the first client leaves.
    var stdinOnce = false
    /// Where the kernel counts out-of-memory kills of the container; nil where it does not.
    var outOfMemoryFile: String?
    /// Whether mounts of the container belong to users of its own.
    var mapsMounts = false
    /// Who its first process is on the machine, where that is not who it is in the container.
    var streamOwner: UInt32?
    /// What the container starts with; nil is what the daemon has.
    var oomScoreAdjustment: Int?
    /// Whether the OCI runtime must not see `/sys/fs/cgroup/unified`.
    var hidesUnifiedCgroups: Bool

    func render() -> String {
        var lines = [
            "id=\(id)",
            "runtime=\(runtime)",
            "runtime-root=\(runtimeRoot)",
            "bundle=\(bundle)",
            "log=\(log)",
            "log-size=\(logSize)",
            "log-files=\(logFiles)",
            "terminal=\(terminal ? 1 : 0)",
            "stdin=\(stdin ? 1 : 0)",
            "stdin-once=\(stdinOnce ? 1 : 0)",
            "hide-unified=\(hidesUnifiedCgroups ? 1 : 0)",
        ]
        if mapsMounts { lines.append("map-mounts=1") }
        if let streamOwner { lines.append("stream-owner=\(streamOwner)") }
        if let oomScoreAdjustment { lines.append("oom-score-adj=\(oomScoreAdjustment)") }
        if let outOfMemoryFile { lines.append("oom-file=\(outOfMemoryFile)") }
        return lines.joined(separator: "\n") + "\n"
    }
}
