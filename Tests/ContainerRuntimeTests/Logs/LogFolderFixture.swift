import Glibc
import LinuxSystem

@testable import ContainerRuntime

/// A folder of log files, written and rotated as swiftlet-monitor does; removed with the value.
final class LogFolderFixture: Sendable {
    let path = "/tmp/swiftlet-logs-\(getpid())-\(UInt32.random(in: 0 ... .max))"

    init() { mkdir(path, 0o755) }

    deinit { try? File.removeTree(path) }

    func append(_ text: String, to name: String) {
        let descriptor = open("\(path)/\(name)", O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o640)
        defer { close(descriptor) }
        var text = text
        text.withUTF8 { bytes in
            _ = write(descriptor, bytes.baseAddress, bytes.count)
        }
    }

    func record(_ text: String, stream: String = "stdout", tag: String = "F", second: Int = 0)
        -> String
    {
        "2026-11-22T20:00:\(second < 10 ? "0" : "")\(second).000000000Z \(stream) \(tag) \(text)\n"
    }

    func rename(_ name: String, to newName: String) {
        _ = Glibc.rename("\(path)/\(name)", "\(path)/\(newName)")
    }

    func reader(
        _ options: ContainerLogOptions, watcher: FileWatcher? = nil,
        isFinished: @escaping @Sendable () async -> Bool = { true }
    ) throws -> ContainerLogReader {
        try ContainerLogReader(
            folder: path, options: options, watcher: watcher, isFinished: isFinished)
    }

    func read(_ options: ContainerLogOptions) async throws -> String {
        let reader = try reader(options)
        var bytes: [UInt8] = []
        while let piece = try await reader.next() { bytes += piece }
        return String(decoding: bytes, as: UTF8.self)
    }
}
