import ContainerRuntime

/// How a command in a container ended.
struct CommandResult: Sendable, Hashable {
    var exitCode: Int
    /// Its standard output and standard error together.
    var output: [UInt8] = []
}

enum CommandError: Error, Sendable, Hashable, CustomStringConvertible {
    case timedOut

    var description: String {
        switch self {
        case .timedOut: "the command took too long"
        }
    }
}

/// Runs commands in containers, for probes and hooks.
protocol ContainerCommands: Sendable {
    /// - Throws: `CommandError.timedOut`, or why the command could not be run.
    func run(
        _ command: [String], in containerID: String, timeout: Duration?, outputLimit: Int
    ) async throws -> CommandResult
}
