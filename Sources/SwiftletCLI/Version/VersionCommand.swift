import ArgumentParser
import JSON
import KubeconfigClient

/// The version of this program.
public enum SwiftletVersion {
    public static let current = "0.1.0"
}

struct VersionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version", abstract: "Show the versions of this program and of the server.")

    @Flag(help: "Show this program's version only.")
    var client = false
    @Option(
        name: [.customShort("o", allowingJoined: true), .long],
        help: ArgumentHelp("json or yaml.", valueName: "format"))
    var output: OutputFormat?
    @OptionGroup var connection: ConnectionOptions

    mutating func run() async throws {
        let command = self
        try await reportingErrors { try await command.show() }
    }

    private func show() async throws {
        let client = JSONValue.object(["gitVersion": .string("v\(SwiftletVersion.current)")])
        if output == nil {
            StandardStreams.print("Client Version: v\(SwiftletVersion.current)\n")
        }
        var versions: JSONValue = ["clientVersion": client]
        if !self.client {
            let server = try await KubeconfigClient.connected(to: try connection.server()) {
                try await $0.serverVersion()
            }
            versions["serverVersion"] = server
            if output == nil {
                let version = server["gitVersion"]?.stringValue ?? "unknown"
                StandardStreams.print("Server Version: \(version)\n")
            }
        }
        if let output { StandardStreams.print(ObjectPrinter(format: output).print(versions)) }
    }
}
