import ContainerRuntime

/// Commands that the container runtime runs.
struct RuntimeCommands: ContainerCommands {
    let runtime: any ContainerRuntime

    func run(
        _ command: [String], in containerID: String, timeout: Duration?, outputLimit: Int
    ) async throws -> CommandResult {
        do {
            let result = try await runtime.execSync(
                containerID: containerID, command: command, timeout: timeout,
                outputLimit: outputLimit)
            return CommandResult(exitCode: result.exitCode, output: result.output)
        } catch RuntimeError.execTimedOut {
            throw CommandError.timedOut
        }
    }
}
