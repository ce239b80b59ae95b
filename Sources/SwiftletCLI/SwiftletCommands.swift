import ArgumentParser

/// The verbs of `swiftlet` that talk to an API server.
public enum SwiftletCommands {
    /// For the root command's `subcommands`.
    public static let subcommands: [any ParsableCommand.Type] = [
        ApplyCommand.self, CreateCommand.self, GetCommand.self, DescribeCommand.self,
        LogsCommand.self, ExecCommand.self, AttachCommand.self, PortForwardCommand.self,
        CopyCommand.self, DebugCommand.self,
        TopCommand.self, EventsCommand.self, DeleteCommand.self, WaitCommand.self,
        StatusCommand.self, ImagesCommand.self, PullCommand.self, PushCommand.self,
        RemoveImageCommand.self, LoadImagesCommand.self, SaveImagesCommand.self,
        ImportImageCommand.self,
        VersionCommand.self,
    ]

    /// Parses the words of the command line and runs the command that they name.
    ///
    /// Differs from `Root.main()` in what scripts made for kubectl expect: `--flag=true` and
    /// `--flag=false` are taken, and wrong usage ends with 1, not 64.
    public static func main<Root: AsyncParsableCommand>(
        _ root: Root.Type, arguments: [String] = Array(CommandLine.arguments.dropFirst())
    ) async -> Never {
        do {
            var command = try root.parseAsRoot(FlagValues.rewritten(arguments))
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            root.exit()
        } catch {
            let code = root.exitCode(for: error)
            guard code == .validationFailure else { root.exit(withError: error) }
            let message = root.fullMessage(for: error)
            let prefix = "Error: "
            StandardStreams.printError(
                message.hasPrefix(prefix)
                    ? "error: \(message.dropFirst(prefix.count))\n" : message + "\n")
            root.exit(withError: ExitCode.failure)
        }
    }
}
