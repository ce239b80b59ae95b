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
    private let said = Mutex(Said())
    private let status = Mutex<Int32?>(nil)
    private let end = DispatchGroup()

    /// What was read of the program's outputs.
    private struct Said {
        var output: [UInt8] = []
        var error: [UInt8] = []
        /// The descriptors that more may come from.
        var open: Set<Int32> = []

        /// Whether all that was written until now was read.
        var isComplete: Bool {
            open.allSatisfy {
                var waiting: Int32 = 0
                return ioctl($0, UInt(FIONREAD), &waiting) == 0 && waiting == 0
            }
        }
    }

    /// Starts `arguments`; the first is a path or a name on PATH.
    ///
    /// - Parameter isGuarded: whether it is killed when the tests end, and not told of their end by
    ///   that of its input.
    init(
        _ arguments: [String], environment: [String: String] = [:], input: String? = nil,
        isGuarded: Bool = true
    ) throws {
        if isGuarded {
            guard TestRun.isGuarded else {
                throw CommandFailure(description: "nothing cleans up after the tests")
            }
        }
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
        var variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        variables[TestRun.variable] = isGuarded ? TestRun.id : nil
        processID = try Self.spawn(
            arguments, variables.map { "\($0.key)=\($0.value)" }, &actions, description)
        for descriptor in [stdin.read, out.write, error.write] { close(descriptor) }
        collect(out.read) { $0.output += $1 }
        collect(error.read) { $0.error += $1 }
        awaitEnd()
        // Inputs are manifests, which fit a pipe.
        if let input { _ = input.withCString { write(stdin.write, $0, input.utf8.count) } }
        if isGuarded { close(stdin.write) }
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
        _ descriptor: Int32, into store: @escaping @Sendable (inout Said, ArraySlice<UInt8>) -> Void
    ) {
        said.withLock { _ = $0.open.insert(descriptor) }
        Thread.detachNewThread { [self] in
            var buffer = [UInt8](repeating: 0, count: 65536)
            var isOpen = true
            while isOpen {
                var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                guard poll(&waiting, 1, -1) == 1 else { continue }
                // In one step, so that nothing is neither in the pipe nor here.
                isOpen = said.withLock { said in
                    let count = read(descriptor, &buffer, buffer.count)
                    if count < 0 && errno == EINTR { return true }
                    if count > 0 {
                        store(&said, buffer[..<count])
                    } else {
                        said.open.remove(descriptor)
                        close(descriptor)
                    }
                    return count > 0
                }
            }
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
    var outputSoFar: String { said.withLock { String(decoding: $0.output, as: UTF8.self) } }
    var hasOutput: Bool { said.withLock { !$0.output.isEmpty } }
    var errorSoFar: String { said.withLock { String(decoding: $0.error, as: UTF8.self) } }

    func signal(_ number: Int32) {
        if isRunning { kill(processID, number) }
    }

    /// Waits for the end; kills what takes longer than `timeout` seconds.
    func wait(timeout: Double = 120) async throws -> CommandResult {
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
        // What it started may hold its outputs open; what it wrote itself is in the pipes now.
        let ended = Date()
        func isAllRead() -> Bool {
            let waited = Date().timeIntervalSince(ended)
            return said.withLock { $0.open.isEmpty || waited > 2 && $0.isComplete } || waited > 20
        }
        while !isAllRead() { try await Task.sleep(for: .milliseconds(5)) }
        return CommandResult(
            status: status.withLock { $0 } ?? -1, output: outputSoFar, error: errorSoFar)
    }

    /// Runs a program to its end.
    static func run(
        _ arguments: String..., environment: [String: String] = [:], input: String? = nil,
        timeout: Double = 120
    ) async throws -> CommandResult {
        try await run(arguments, environment: environment, input: input, timeout: timeout)
    }

    static func run(
        _ arguments: [String], environment: [String: String] = [:], input: String? = nil,
        timeout: Double = 120
    ) async throws -> CommandResult {
        try await Command(arguments, environment: environment, input: input).wait(timeout: timeout)
    }
}

/// Waits until `condition` gives a value; what is watched here has no other sign to wait for.
func eventually<T>(
    _ what: String, within seconds: Double = 60, _ condition: () async throws -> T?
) async throws -> T {
    let deadline = Date().addingTimeInterval(seconds)
    var pause = Duration.milliseconds(20)
    while true {
        if let value = try await condition() { return value }
        if Date() > deadline {
            throw CommandFailure(description: "did not happen within \(seconds) s: \(what)")
        }
        try await Task.sleep(for: pause)
        // Most conditions run a program, and this one is not to keep the machine busy with that.
        pause = min(pause * 3 / 2, .milliseconds(200))
    }
}
