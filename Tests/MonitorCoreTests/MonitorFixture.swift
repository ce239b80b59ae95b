import CLinux
import Glibc
import Testing

@testable import MonitorCore

/// A monitor's folder, and an OCI runtime in it that runs a shell script as the container.
final class MonitorFixture {
    /// Beside the program that runs the tests; nil where it is not built.
    static let program: String? = {
        var path = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &path, path.count - 1)
        guard count > 0 else { return nil }
        let own = String(decoding: path[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let program = Files.directory(of: own) + "/swiftlet-monitor"
        return access(program, X_OK) == 0 ? program : nil
    }()

    let folder = "/tmp/swiftlet-monitor-\(getpid())-\(UInt32.random(in: 0 ... .max))"

    /// - Parameters:
    ///   - runtime: what the runtime does instead of starting the container.
    ///   - configuration: lines for `monitor.conf`; `DIR` is the folder in all three.
    init(_ container: String, configuration: String = "", runtime: String? = nil) throws {
        mkdir(folder, 0o755)
        write(container, to: "container")
        mkfifo(folder + "/start", 0o600)
        let start = "(read line < DIR/start; exec sh DIR/container) & echo $! > DIR/pid"
        write("#!/bin/sh\n\(runtime ?? start)\n", to: "runtime")
        chmod(folder + "/runtime", 0o755)
        write(
            """
            id=test
            runtime=DIR/runtime
            runtime-root=DIR
            bundle=DIR
            log=DIR/logs/0.log
            \(configuration)
            """, to: "monitor.conf")
    }

    deinit {
        for name in logFiles() { unlink("\(folder)/logs/\(name)") }
        rmdir(folder + "/logs")
        for name in [
            "container", "runtime", "monitor.conf", "monitor.pid", "monitor.sock", "pid", "exit",
            "exit.tmp", "runtime.log", "oom", "start",
        ] { unlink("\(folder)/\(name)") }
        rmdir(folder)
    }

    func write(_ text: String, to name: String) {
        var contents: [Substring] = []
        var rest = text[...]
        while let range = rest.firstRange(of: "DIR") {
            contents += [rest[..<range.lowerBound], folder[...]]
            rest = rest[range.upperBound...]
        }
        _ = Files.replace("\(folder)/\(name)", with: (contents + [rest]).joined())
    }

    /// Runs the monitor until it has reported, and starts the container; returns the report.
    func run() throws -> String {
        var ends: [Int32] = [-1, -1]
        try #require(clinux_pipe(&ends) == 0)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], 3)
        let arguments = [strdup(Self.program!), strdup(folder), nil]
        defer { for argument in arguments { free(argument) } }
        var child: pid_t = 0
        try #require(
            posix_spawn(&child, Self.program!, &actions, nil, arguments, environ) == 0)
        close(ends[1])
        var status: Int32 = 0
        #expect(waitpid(child, &status, 0) == child && status == 0)
        defer { close(ends[0]) }
        let report = String(decoding: Files.readAll(ends[0]) ?? [], as: UTF8.self)
        if report.hasPrefix("created") { start() }
        return report
    }

    /// A created container waits until it is started.
    private func start() {
        let descriptor = open(folder + "/start", O_WRONLY)
        _ = Files.write("\n", to: descriptor)
        close(descriptor)
    }

    /// Waits for the end of a connection to the monitor, then reads the exit record.
    func waitForExit() throws -> String {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = Array((folder + "/monitor.sock").utf8)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let client = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(client) }
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(client, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        // Refused where it has ended already.
        if connected == 0 {
            var byte: UInt8 = 0
            while read(client, &byte, 1) > 0 {}
        }
        try #require(has("exit"))
        return Files.text(folder + "/exit")
    }

    func has(_ name: String) -> Bool { access("\(folder)/\(name)", F_OK) == 0 }

    /// Whether the process whose id is in this file still runs after a moment.
    func runs(_ name: String) -> Bool {
        guard let process = Int32(Files.text("\(folder)/\(name)").dropLast()) else { return false }
        for _ in 0..<200 {
            if kill(process, 0) != 0 { return false }
            usleep(10_000)
        }
        return true
    }

    /// The log's files, the oldest first.
    func logFiles() -> [String] {
        guard let directory = opendir(folder + "/logs") else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasPrefix("0.log") { names.append(name) }
        }
        return names.sorted { left, right in
            guard let left = RotatedName(suffix: left.dropFirst(6)) else { return false }
            guard let right = RotatedName(suffix: right.dropFirst(6)) else { return true }
            return left < right
        }
    }

    /// The records without their times.
    func records() -> [String] {
        logFiles().flatMap { name in
            (Files.read("\(folder)/logs/\(name)") ?? []).split(separator: 0x0a).map {
                String(decoding: $0.dropFirst(31), as: UTF8.self)
            }
        }
    }
}
