import ArgumentParser
import KubeconfigClient
import KubernetesAPI

struct AttachCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "attach", abstract: "Connect to a container's first process.",
        discussion: """
            Shows what it writes from now on; with -i, it gets this terminal's input, where the \
            container was made for that (stdin: true).

            Examples:
              swiftlet attach sidecar-demo -c logwriter
              swiftlet attach shell -it
            """)

    @Argument(help: "The Pod: NAME or pod/NAME.")
    var pod: String
    @OptionGroup var container: ContainerOption
    @OptionGroup var streaming: StreamingOptions

    var connection: ConnectionOptions { streaming.connection }

    func run(_ client: KubeconfigClient) async throws {
        let pod = try await streaming.pod(pod, client)
        let phase = pod.status.phase
        if phase == .succeeded || phase == .failed {
            throw CommandError(
                "cannot attach a container in a completed pod; current phase is "
                    + phase.rawValue)
        }
        let name = container.container(of: pod, isQuiet: streaming.quiet)
        let spec = Self.container(name, in: pod)
        var tty = streaming.usesTerminal()
        if tty, spec?.tty != true {
            tty = false
            StandardStreams.printError(
                "error: Unable to use a TTY - container \(name) did not allocate one\n")
        } else if !streaming.tty, spec?.tty == true {
            // A terminal has one output, whether it is shown on one or not.
            tty = !streaming.stdin || StandardInput.isTerminal
        }
        if streaming.stdin, tty, !streaming.quiet {
            StandardStreams.printError(
                "If you don't see a command prompt, try pressing enter.\n")
        }
        let code = try await streaming.run(
            RemoteCommand(
                namespace: pod.metadata.namespace, pod: pod.metadata.name, container: name,
                stdin: streaming.stdin, tty: tty), client)
        if streaming.stdin, tty, !streaming.quiet, pod.spec.restartPolicy == .always {
            StandardStreams.printError(
                "Session ended, resume using 'swiftlet attach \(pod.metadata.name) -c \(name) -i -t' "
                    + "command when the pod is running\n")
        }
        guard code == 0 else { throw ExitCode(code) }
    }

    private static func container(_ name: String, in pod: Pod) -> Container? {
        (pod.spec.containers + pod.spec.initContainers).first { $0.name == name }
    }
}
