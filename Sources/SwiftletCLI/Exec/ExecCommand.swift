import ArgumentParser
import KubeconfigClient
import KubernetesAPI

struct ExecCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "exec", abstract: "Run a command in a container.",
        discussion: """
            Ends with the command's exit code.

            Examples:
              swiftlet exec sidecar-demo -- date
              swiftlet exec sidecar-demo -c logreader -it -- sh
              tar -c src | swiftlet exec -i sidecar-demo -- tar -x -C /tmp
            """)

    @Argument(help: "The Pod: NAME or pod/NAME.")
    var pod: String
    @Argument(parsing: .postTerminator, help: "The command and its arguments, after --.")
    var command: [String] = []
    @OptionGroup var container: ContainerOption
    @OptionGroup var streaming: StreamingOptions

    var connection: ConnectionOptions { streaming.connection }

    func validate() throws {
        if command.isEmpty {
            throw ValidationError(
                "you must specify at least one command for the container, after --")
        }
    }

    func run(_ client: KubeconfigClient) async throws {
        let pod = try await streaming.pod(pod, client)
        let phase = pod.status.phase
        if phase == .succeeded || phase == .failed {
            throw CommandError(
                "cannot exec into a container in a completed pod; current phase is "
                    + phase.rawValue)
        }
        let tty = streaming.usesTerminal()
        let code = try await streaming.run(
            RemoteCommand(
                namespace: pod.metadata.namespace, pod: pod.metadata.name,
                container: container.container(of: pod, isQuiet: streaming.quiet), command: command,
                stdin: streaming.stdin, tty: tty), client)
        guard code != 0 else { return }
        if !streaming.quiet {
            StandardStreams.printError("command terminated with exit code \(code)\n")
        }
        throw ExitCode(code)
    }
}
