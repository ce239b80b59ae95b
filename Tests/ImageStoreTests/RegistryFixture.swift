import Foundation
import Glibc
import LinuxSystem

/// A process that serves a registry on a port of 127.0.0.1, ended with this object, or with the tests
/// however those end.
final class RegistryFixture: Sendable {
    let port: Int
    private let process: pid_t
    /// The registry ends with it.
    private let life: Int32

    /// Runs a command until its standard input is closed.
    private static let guardian =
        #""$@" </dev/null & child=$!; exec >/dev/null; read -r _; kill -9 $child; wait $child"#

    var host: String { "127.0.0.1:\(port)" }

    /// The misbehaving one of `Resources/registry.py`.
    convenience init(_ fixture: Fixture, layout: String? = nil, _ modes: String...) throws {
        try self.init(
            script: "registry", [layout ?? fixture.layout, fixture.path + "/log"] + modes)
    }

    /// Another one of `Resources` that prints its port.
    init(script: String, _ arguments: [String]) throws {
        let script = Bundle.module.path(forResource: "Resources/\(script)", ofType: "py")!
        let pipe = try Self.makePipe()
        defer { close(pipe[0]) }
        (process, life) = try Self.spawn(guarded: ["python3", script] + arguments, output: pipe[1])
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
        (process, life) = try Self.spawn(guarded: [Self.dockerRegistry, "serve", file])
    }

    deinit {
        close(life)
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

    /// - Returns: the process, and what it ends with when it is closed.
    private static func spawn(
        guarded command: [String], output: Int32? = nil
    ) throws -> (process: pid_t, life: Int32) {
        let pipe = try makePipe()
        defer { close(pipe[0]) }
        do {
            let process = try spawn(
                "/bin/sh", ["-c", guardian, "sh"] + command, input: pipe[0], output: output)
            return (process, pipe[1])
        } catch {
            close(pipe[1])
            throw error
        }
    }

    /// - Returns: the reading and the writing end, which no child gets unasked.
    private static func makePipe() throws -> [Int32] {
        var ends: [Int32] = [-1, -1]
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw SystemError("socketpair") }
        return ends
    }

    /// - Parameter output: what becomes its standard output; nothing is shown otherwise.
    private static func spawn(
        _ path: String, _ arguments: [String], input: Int32? = nil, output: Int32? = nil
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        if let input { posix_spawn_file_actions_adddup2(&actions, input, 0) }
        if let output { posix_spawn_file_actions_adddup2(&actions, output, 1) }
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        // Threads of Dispatch block signals, and a shell that waits for a child needs its signal.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let words: [UnsafeMutablePointer<CChar>?] =
            ([path] + arguments).map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var process: pid_t = 0
        let code = posix_spawn(&process, path, &actions, &attributes, words, environ)
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
