import ArgumentParser
import KubeconfigClient
import KubernetesClient

/// A command that talks to an API server.
protocol ClientCommand: AsyncParsableCommand {
    var connection: ConnectionOptions { get }
    /// Does the command's work. What it throws is printed in one place and ends the process with 1.
    func run(_ client: KubeconfigClient) async throws
}

extension ClientCommand {
    mutating func run() async throws {
        let command = self
        try await reportingErrors {
            try await KubeconfigClient.connected(to: try command.connection.server()) {
                try await command.run($0)
            }
        }
    }
}

/// Runs `body`; an error is printed, and becomes the exit code 1.
func reportingErrors(_ body: () async throws -> Void) async throws {
    do {
        try await body()
    } catch let code as ExitCode {
        throw code
    } catch {
        StandardStreams.printError(ErrorMessage.text(for: error))
        throw ExitCode.failure
    }
}

/// Prints a warning of the server as kubectl does.
@Sendable func printWarning(_ warning: String) {
    StandardStreams.printError("Warning: \(warning)\n")
}
