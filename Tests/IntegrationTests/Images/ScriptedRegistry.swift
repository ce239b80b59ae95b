import Foundation

/// A registry that serves an OCI layout folder and misbehaves as it is told
/// (`Tests/ImageStoreTests/Resources/registry.py`), with a folder of its own.
final class ScriptedRegistry: Sendable {
    /// `127.0.0.1:PORT`
    let host: String
    let layout: String
    private let log: String
    private let folder: String
    private let command: Command

    private static let scripts = TestDaemon.project + "/Tests/ImageStoreTests/Resources"

    /// - Parameter layout: with an image of the tag `1` or `latest`; nil starts with none.
    init(layout: String? = nil, _ modes: String...) async throws {
        folder = TestRun.path("-scripted")
        self.layout = layout ?? folder + "/layout"
        log = folder + "/log"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try "".write(toFile: log, atomically: false, encoding: .utf8)
        let command = try Command(
            ["python3", Self.scripts + "/registry.py", self.layout, log] + modes)
        self.command = command
        let port = try await eventually("the registry names its port") {
            command.outputSoFar.hasSuffix("\n") ? command.outputSoFar.dropLast() : nil
        }
        host = "127.0.0.1:\(port)"
    }

    deinit {
        command.signal(SIGKILL)
        command.waitBlocking()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Makes an image of busybox and `count` layers of `size` bytes of noise each, with the tag `1`.
    static func makeImage(layers count: Int, of size: Int, in layout: String) async throws {
        let result = try await Command.run(
            "python3", scripts + "/layers.py", layout, "\(count)", "\(size)")
        guard result.status == 0 else { throw CommandFailure(description: result.error) }
    }

    /// The requests so far: `GET /v2/app/manifests/1 -`.
    var requests: [String] {
        ((try? String(contentsOfFile: log, encoding: .utf8)) ?? "")
            .split(separator: "\n").map(String.init)
    }

    func clearLog() throws {
        try "".write(toFile: log, atomically: false, encoding: .utf8)
    }
}

/// A folder for one test, removed with it.
final class TestFolder: Sendable {
    let path = TestRun.path("-folder")

    init() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func names(_ path: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }
}
