import ArgumentParser
import KubeconfigClient
import KubernetesAPI
import KubernetesClient

struct DebugCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "debug", abstract: "Add a container with tools to a Pod that runs.",
        discussion: """
            The container shares the Pod's network and, with --target, sees the processes of one of \
            its containers. It stays, ended, until the Pod goes.

            Examples:
              swiftlet debug sidecar-demo -it --image=busybox
              swiftlet debug sidecar-demo -it --image=busybox --target=logwriter
              swiftlet debug sidecar-demo --image=busybox -- wget -qO- localhost:8080
            """)

    @Argument(help: "The Pod: NAME or pod/NAME.")
    var pod: String
    @Argument(parsing: .postTerminator, help: "The command and its arguments, after --.")
    var command: [String] = []
    @Option(help: ArgumentHelp("The image of the container.", valueName: "image"))
    var image: String?
    @Option(
        name: [.customShort("c", allowingJoined: true), .long],
        help: ArgumentHelp("The name of the container; without it debugger-….", valueName: "name"))
    var container: String?
    @Option(
        help: ArgumentHelp(
            "The container of the Pod whose processes to see.", valueName: "container"))
    var target: String?
    @Flag(
        inversion: .prefixedNo,
        help: "Wait until the container runs, and connect to it; done with -i.")
    var attach: Bool?
    @Option(
        help: ArgumentHelp(
            "An environment variable; may be given several times.", valueName: "name=value"))
    var env: [String] = []
    @Option(
        help: ArgumentHelp("Always, IfNotPresent or Never.", valueName: "policy"))
    var imagePullPolicy: String?
    @Option(
        help: ArgumentHelp(
            "What the container may do: general (trace processes), baseline, restricted, "
                + "netadmin, sysadmin.", valueName: "profile"))
    var profile = DebugProfile.general
    @Flag(help: "Pass what comes after -- to the image's entry point.")
    var argumentsOnly = false
    @OptionGroup var streaming: StreamingOptions

    var connection: ConnectionOptions { streaming.connection }

    func validate() throws {
        if image == nil {
            throw ValidationError("--image is required: the image that has the tools")
        }
        if streaming.tty, !streaming.stdin {
            throw ValidationError("-i/--stdin is required for containers with -t/--tty=true")
        }
        if argumentsOnly, command.isEmpty {
            throw ValidationError("--arguments-only is about arguments, which come after --")
        }
    }

    func run(_ client: KubeconfigClient) async throws {
        let pod = try await streaming.pod(pod, client)
        let debugged = description(of: pod)
        if container == nil { tell("Defaulting debug container name to \(debugged.name).") }
        if let target {
            tell(
                "Targeting container \"\(target)\". If you don't see processes from this container "
                    + "it may be because the container runtime doesn't support this feature.")
        }
        _ = try await client.patch(
            .pods, namespace: pod.metadata.namespace, name: pod.metadata.name,
            subresource: "ephemeralcontainers", patch: try debugged.patch(of: pod),
            options: WriteOptions(fieldManager: "swiftlet-debug", onWarning: printWarning))
        guard attach ?? streaming.stdin else { return }
        try await DebugSession(
            client: client, namespace: pod.metadata.namespace, pod: pod.metadata.name,
            container: debugged.name, streaming: streaming
        ).run()
    }

    private func description(of pod: Pod) -> DebugContainer {
        var generator = SystemRandomNumberGenerator()
        return DebugContainer(
            name: container ?? DebugContainer.freeName(in: pod, using: &generator),
            image: image ?? "", target: target, command: command, isArguments: argumentsOnly,
            environment: env, pullPolicy: imagePullPolicy, profile: profile,
            stdin: streaming.stdin, tty: streaming.tty)
    }

    private func tell(_ text: String) {
        if !streaming.quiet { StandardStreams.print(text + "\n") }
    }
}

extension DebugProfile: ExpressibleByArgument {}
