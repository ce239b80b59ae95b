import Dispatch
import Foundation
import LinuxSystem

/// A command run to its end.
struct Command {
    let status: Int32
    let output: String
    let errors: String

    /// Waits on a thread of its own.
    static func run(_ arguments: String..., input: String? = nil) async throws -> Command {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try runBlocking(arguments, input: input) })
            }
        }
    }

    private static func runBlocking(_ arguments: [String], input: String?) throws -> Command {
        var environment = ProcessInfo.processInfo.environment
        environment["HOME"] = NSTemporaryDirectory()
        environment["KUBECONFIG"] = nil
        // Foundation's own pipes end the whole test run where a signal interrupts a read.
        let result = try ChildProcess.run(
            "/usr/bin/env", arguments, environment: environment.map { "\($0.key)=\($0.value)" },
            input: Array((input ?? "").utf8))
        return Command(
            status: Int32(result.status), output: String(decoding: result.output, as: UTF8.self),
            errors: String(decoding: result.errorOutput, as: UTF8.self))
    }
}
