import CLinux
import Foundation
import Glibc
import Synchronization

/// A program that was run to its end.
struct CommandResult: Sendable {
    var status: Int32
    var output: String
    var error: String

    var lines: [String] { output.split(separator: "\n").map(String.init) }
}

struct CommandFailure: Error, CustomStringConvertible {
    var description: String
}

/// A program under test, or one that looks at what it did.
///
/// Started with posix_spawn: Foundation's Process takes a program for running as long as any
/// descendant of it runs, and a daemon is meant to.
final class Command: Sendable {
    let processID: Int32
    private let description: String
    private let output = Mutex((out: [UInt8](), error: [UInt8]()))
    private let status = Mutex<Int32?>(nil)
    private let readers = DispatchGroup()
    private let end = DispatchGroup()

    /// Starts `arguments`; the first is a path or a name on PATH.
    init(_ arguments: [String], environment: [String: String] = [:], input: String? = nil) throws {
        description = arguments.joined(separator: " ")
        let out = try Self.pipe()
        let error = try Self.pipe()
        let stdin = try Self.pipe()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, stdin.read, 0)
        posix_spawn_file_actions_adddup2(&actions, out.write, 1)
        posix_spawn_file_actions_adddup2(&actions, error.write, 2)
        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        processID = try Self.spawn(
            arguments, variables.map { "\($0.key)=\($0.value)" }, &actions, description)
        for descriptor in [stdin.read, out.write, error.write] { close(descriptor) }
        collect(out.read) { $0.out += $1 }
        collect(error.read) { $0.error += $1 }
        awaitEnd()
        // Inputs are manifests, which fit a pipe.
        if let input { _ = input.withCString { write(stdin.write, $0, input.utf8.count) } }
        close(stdin.write)
    }

    private static func pipe() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        // Closed on exec from the first moment: a program started meanwhile must not keep it open.
        guard clinux_pipe(&ends) == 0 else {
            throw CommandFailure(description: "pipe failed")
        }
        return (ends[0], ends[1])
    }

    private static func spawn(
        _ arguments: [String], _ environment: [String],
        _ actions: inout posix_spawn_file_actions_t, _ description: String
    ) throws -> Int32 {
        let words = arguments.map { strdup($0) } + [nil]
        let variables = environment.map { strdup($0) } + [nil]
        defer { for text in words + variables { free(text) } }
        var processID: Int32 = 0
        let code = posix_spawnp(&processID, words[0]!, &actions, nil, words, variables)
        guard code == 0 else {
            throw CommandFailure(description: "\(description): \(String(cString: strerror(code)))")
        }
        return processID
    }

    private func collect(
        _ descriptor: Int32,
        into store:
            @escaping @Sendable (inout (out: [UInt8], error: [UInt8]), ArraySlice<UInt8>) ->
            Void
    ) {
        readers.enter()
        Thread.detachNewThread { [self] in
            var buffer = [UInt8](repeating: 0, count: 65536)
            while true {
                let count = read(descriptor, &buffer, buffer.count)
                if count <= 0 { break }
                output.withLock { store(&$0, buffer[..<count]) }
            }
            close(descriptor)
            readers.leave()
        }
    }

    private func awaitEnd() {
        end.enter()
        Thread.detachNewThread { [self] in
            var value: Int32 = 0
            while waitpid(processID, &value, 0) < 0, errno == EINTR {}
            let signal = value & 0x7F
            let result = signal == 0 ? (value >> 8) & 0xFF : 128 + signal
            status.withLock { $0 = result }
            end.leave()
        }
    }

    /// Waits for the end, a minute at most, where nothing can be awaited.
    func waitBlocking() {
        _ = end.wait(timeout: .now() + 60)
    }

    var isRunning: Bool { status.withLock { $0 == nil } }
    var outputSoFar: String { output.withLock { String(decoding: $0.out, as: UTF8.self) } }
    var hasOutput: Bool { output.withLock { !$0.out.isEmpty } }
    var errorSoFar: String { output.withLock { String(decoding: $0.error, as: UTF8.self) } }

    func signal(_ number: Int32) {
        if isRunning { kill(processID, number) }
    }

    /// Waits for the end; kills what takes longer than `timeout` seconds.
    func wait(timeout: Double = 60) async throws -> CommandResult {
        let deadline = Date().addingTimeInterval(timeout)
        while isRunning {
            if Date() > deadline {
                signal(SIGKILL)
                throw CommandFailure(
                    description:
                        "\(description): took longer than \(timeout) s; it said: \(outputSoFar.suffix(500)) \(errorSoFar.suffix(500))"
                )
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        _ = readers.wait(timeout: .now() + 2)
        return CommandResult(
            status: status.withLock { $0 } ?? -1, output: outputSoFar, error: errorSoFar)
    }

    /// Runs a program to its end.
    static func run(
        _ arguments: String..., environment: [String: String] = [:], input: String? = nil,
        timeout: Double = 60
    ) async throws -> CommandResult {
        try await run(arguments, environment: environment, input: input, timeout: timeout)
    }

    static func run(
        _ arguments: [String], environment: [String: String] = [:], input: String? = nil,
        timeout: Double = 60
    ) async throws -> CommandResult {
        try await Command(arguments, environment: environment, input: input).wait(timeout: timeout)
    }
}

/// Waits until `condition` gives a value; what is watched here has no other sign to wait for.
func eventually<T>(
    _ what: String, within seconds: Double = 20, _ condition: () async throws -> T?
) async throws -> T {
    let deadline = Date().addingTimeInterval(seconds)
    while true {
        if let value = try await condition() { return value }
        if Date() > deadline {
            throw CommandFailure(description: "did not happen within \(seconds) s: \(what)")
        }
        try await Task.sleep(for: .milliseconds(20))
    }
}
