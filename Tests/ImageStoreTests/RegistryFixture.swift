import Foundation
import Glibc
import LinuxSystem

/// A process that serves a registry on a port of 127.0.0.1, ended with this object.
final class RegistryFixture: Sendable {
    let port: Int
    private let process: pid_t

    var host: String { "127.0.0.1:\(port)" }

    /// The misbehaving one of `Resources/registry.py`.
    convenience init(_ fixture: Fixture, layout: String? = nil, _ modes: String...) throws {
        try self.init(
            script: "registry", [layout ?? fixture.layout, fixture.path + "/log"] + modes)
    }

    /// Another one of `Resources` that prints its port.
    init(script: String, _ arguments: [String]) throws {
        let script = Bundle.module.path(forResource: "Resources/\(script)", ofType: "py")!
        var pipe: [Int32] = [-1, -1]
        guard Glibc.pipe(&pipe) == 0 else { throw SystemError("pipe") }
        defer { close(pipe[0]) }
        process = try Self.spawn(
            "/usr/bin/env",
            ["python3", script] + arguments, output: pipe[1])
        close(pipe[1])
        var text = ""
        while !text.hasSuffix("\n") {
            var buffer = [UInt8](repeating: 0, count: 64)
            let count = read(pipe[0], &buffer, buffer.count)
            guard count > 0 else { throw SystemError("start", "registry.py", code: EIO) }
            text += String(decoding: buffer[..<count], as: UTF8.self)
        }
        port = Int(text.dropLast())!
    }

    /// Debian's docker-registry.
    ///
    /// - Parameters:
    ///   - http: another member of its `http` part.
    ///   - more: another line of its configuration.
    init(dockerRegistryIn fixture: Fixture, http: String = "", more: String = "") throws {
        port = try Self.freePort()
        let configuration = """
            version: 0.1
            log: {level: error}
            storage: {filesystem: {rootdirectory: \(fixture.path)/registry}}
            http: {addr: "127.0.0.1:\(port)"\(http.isEmpty ? "" : ", " + http)}
            \(more)
            """
        let file = try fixture.write("registry.yml", Array(configuration.utf8))
        process = try Self.spawn(Self.dockerRegistry, ["serve", file])
    }

    deinit {
        kill(process, SIGKILL)
        waitpid(process, nil, 0)
    }

    static let dockerRegistry = "/usr/bin/docker-registry"
    static let skopeo = "/usr/bin/skopeo"

    /// Runs a command to its end.
    ///
    /// - Returns: its exit code.
    static func run(_ path: String, _ arguments: [String]) async throws -> Int32 {
        try await blockingCall {
            let process = try spawn(path, arguments)
            var status: Int32 = 0
            waitpid(process, &status, 0)
            return status
        }
    }

    /// - Parameter output: what becomes its standard output; nothing is shown otherwise.
    private static func spawn(
        _ path: String, _ arguments: [String], output: Int32? = nil
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        if let output { posix_spawn_file_actions_adddup2(&actions, output, 1) }
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        let words: [UnsafeMutablePointer<CChar>?] =
            ([path] + arguments).map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var process: pid_t = 0
        let code = posix_spawn(&process, path, &actions, nil, words, environ)
        guard code == 0 else { throw SystemError("posix_spawn", path, code: code) }
        return process
    }

    private static func freePort() throws -> Int {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 ? getsockname(listener, $0, &length) : -1
            }
        }
        guard code == 0 else { throw SystemError("bind") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
