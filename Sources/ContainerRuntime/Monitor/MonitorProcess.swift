import CLinux
import Glibc
import LinuxSystem

/// Starts a container's monitor and reads what it reports.
enum MonitorProcess {
    /// What became of the OCI runtime's `create`.
    enum Report: Sendable, Hashable {
        case created(Int32)
        /// The OCI runtime's reason.
        case failed(String)
    }

    /// Starts the monitor of the container in `folder` and waits until the container is created
    /// or is not. Blocks.
    ///
    /// - Throws: `SystemError` where the monitor cannot be started.
    static func start(_ monitor: String, folder: String) throws -> Report {
        try start(monitor, arguments: [folder])
    }

    /// The same for any arguments with which it reports.
    static func start(_ monitor: String, arguments: [String]) throws -> Report {
        var ends: [Int32] = [-1, -1]
        guard clinux_pipe(&ends) == 0 else { throw SystemError("pipe2") }
        defer { close(ends[0]) }
        let pid: pid_t
        do {
            defer { close(ends[1]) }
            pid = try ChildProcess.spawn(
                monitor, arguments, environment: environment, descriptors: [3: ends[1]])
        }
        // It leaves a child behind and ends itself at once, so this waits for the report only.
        let report = File.readToEnd(ends[0])
        let status = try ChildProcess.wait(pid)
        return parse(String(decoding: report, as: UTF8.self), status: status)
    }

    /// Kills the monitor of the container in `folder`, if there is one, and the OCI runtime below
    /// it, which is in its process group.
    static func kill(folder: String) throws {
        guard let text = try? File.read(folder + "/monitor.pid"),
            let pid = Int32(String(decoding: text, as: UTF8.self).prefix { $0.isNumber }),
            let monitor = ProcessIdentity(id: pid), isMonitor(pid, of: folder)
        else { return }
        try monitor.signal(SIGKILL)
        Glibc.kill(-pid, SIGKILL)
    }

    /// A monitor's only argument is its container's folder.
    private static func isMonitor(_ pid: Int32, of folder: String) -> Bool {
        let arguments = (try? File.read("/proc/\(pid)/cmdline")) ?? []
        return arguments.split(separator: 0).last.map(Array.init) == Array(folder.utf8)
    }

    /// A monitor and the OCI runtimes below it need no more.
    private static let environment = [
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    ]

    static func parse(_ report: String, status: Int) -> Report {
        let words = report.split(separator: "\n").last?.split(separator: " ", maxSplits: 1) ?? []
        if words.first == "created", words.count == 2, let pid = Int32(words[1]) {
            return .created(pid)
        }
        if words.first == "failed", words.count == 2 { return .failed(String(words[1])) }
        return .failed("swiftlet-monitor ended with status \(status) before it reported")
    }
}
