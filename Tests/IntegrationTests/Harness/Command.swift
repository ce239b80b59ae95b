import Foundation
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
final class Command: Sendable {
    private let process: Mutex<Process>
    private let output: Mutex<(out: Data, error: Data)> = Mutex((Data(), Data()))
    private let description: String
    private let readers = DispatchGroup()

    /// Starts `arguments`; the first is a path or a name on PATH.
    init(_ arguments: [String], environment: [String: String] = [:], input: String? = nil) throws {
        description = arguments.joined(separator: " ")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let out = Pipe()
        let error = Pipe()
        process.standardOutput = out
        process.standardError = error
        let stdin = Pipe()
        process.standardInput = input == nil ? FileHandle.nullDevice : stdin
        self.process = Mutex(process)
        try process.run()
        if let input {
            stdin.fileHandleForWriting.write(Data(input.utf8))
            try stdin.fileHandleForWriting.close()
        }
        collect(out.fileHandleForReading) { $0.out.append($1) }
        collect(error.fileHandleForReading) { $0.error.append($1) }
    }

    private func collect(
        _ handle: FileHandle,
        into store: @escaping @Sendable (inout (out: Data, error: Data), Data) -> Void
    ) {
        readers.enter()
        let descriptor = handle.fileDescriptor
        Thread.detachNewThread { [self] in
            _ = handle
            var buffer = [UInt8](repeating: 0, count: 65536)
            while true {
                let count = read(descriptor, &buffer, buffer.count)
                if count <= 0 { break }
                let piece = Data(buffer[..<count])
                output.withLock { store(&$0, piece) }
            }
            readers.leave()
        }
    }

    var processID: Int32 { process.withLock { $0.processIdentifier } }
    var isRunning: Bool { process.withLock { $0.isRunning } }
    var outputSoFar: String {
        output.withLock { String(decoding: $0.out, as: UTF8.self) }
    }
    var errorSoFar: String {
        output.withLock { String(decoding: $0.error, as: UTF8.self) }
    }

    func signal(_ number: Int32) { kill(processID, number) }

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
            status: process.withLock { $0.terminationStatus }, output: outputSoFar,
            error: errorSoFar)
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
