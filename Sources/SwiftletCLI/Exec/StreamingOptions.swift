import ArgumentParser
import KubeconfigClient
import KubernetesAPI
import KubernetesClient

/// The flags of commands that connect this process's streams to one in a container.
struct StreamingOptions: ParsableArguments {
    @Flag(name: [.customShort("i"), .long], help: "Pass standard input on.")
    var stdin = false
    @Flag(name: [.customShort("t"), .long], help: "Standard input is a terminal.")
    var tty = false
    @Flag(name: .shortAndLong, help: "Say only what the process at the other end says.")
    var quiet = false
    @OptionGroup var namespace: NamespaceOptions
    @OptionGroup var connection: ConnectionOptions

    /// The Pod that `NAME` or `pod/NAME` means.
    ///
    /// - Throws: `APIError` where there is none, `CommandError` for another kind.
    func pod(_ argument: String, _ client: KubeconfigClient) async throws -> Pod {
        let name = try PodArgument.name(argument)
        let namespace = namespace.namespace ?? client.server.namespace
        return Pod(json: try await client.get(.pods, namespace: namespace, name: name))
    }

    /// Whether a terminal is wanted and there is one.
    func usesTerminal() -> Bool {
        guard tty, stdin, !StandardInput.isTerminal else { return tty }
        StandardStreams.printError(
            "Unable to use a TTY - input is not a terminal or the right kind of file\n")
        return false
    }

    /// Runs or attaches, connected to this process's streams.
    ///
    /// - Returns: the exit code.
    func run(_ command: RemoteCommand, _ client: KubeconfigClient) async throws -> Int32 {
        let terminal = command.tty && command.stdin ? RawTerminal() : nil
        defer { terminal?.restore() }
        let input = command.stdin ? StandardInput() : nil
        let streams = RemoteCommandStreams(
            input: input.map { input in { @Sendable in await input.next() } },
            sizes: command.tty ? RawTerminal.sizes() : nil
        ) { stream, bytes in
            switch stream {
            case .stdout: StandardStreams.write(bytes)
            case .stderr: StandardStreams.writeError(bytes)
            }
        }
        return try await client.run(command, streams)
    }
}

/// The container that `exec` and `attach` are for.
struct ContainerOption: ParsableArguments {
    @Option(
        name: [.customShort("c", allowingJoined: true), .long],
        help: ArgumentHelp("The container; without it the Pod's default one.", valueName: "name"))
    var container: String?

    /// The container that is meant, with a remark where there was a choice.
    func container(of pod: Pod, isQuiet: Bool) -> String {
        if let container { return container }
        let chosen = DefaultContainer(pod)
        if let remark = chosen.remark, !isQuiet { StandardStreams.printError(remark + "\n") }
        return chosen.name
    }
}

/// How commands about one Pod are told which.
enum PodArgument {
    /// - Throws: `CommandError` for anything but `NAME` and `pod/NAME`.
    static func name(_ argument: String) throws -> String {
        guard argument.contains("/") else { return argument }
        let group = try ResourceArguments([argument]).groups[0]
        guard ResourceType.pods.names.contains(group.type.lowercased()) else {
            throw CommandError("give a Pod, NAME or pod/NAME, instead of \(argument)")
        }
        return group.names[0]
    }
}
