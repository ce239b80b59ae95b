import ArgumentParser
import KubeconfigClient
import KubernetesAPI
import KubernetesClient

struct LogsCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs", abstract: "Show the log of a container.",
        discussion: """
            With --follow the log goes on through restarts of the container and of the daemon.

            Examples:
              swiftlet logs sidecar-demo logreader --namespace lab --follow
              swiftlet logs sidecar-demo --all-containers --prefix
              swiftlet logs sidecar-demo -c logwriter --since 10m --tail 20
            """,
        aliases: ["log"])

    @Argument(help: "The Pod: NAME or pod/NAME.")
    var pod: String
    @Argument(help: "The container; without it the Pod's default one.")
    var containerArgument: String?
    @Option(
        name: [.customShort("c", allowingJoined: true), .long],
        help: ArgumentHelp("The container.", valueName: "name"))
    var container: String?
    @Flag(name: .shortAndLong, help: "Go on as the log grows.")
    var follow = false
    @Option(help: ArgumentHelp("Only the last lines; -1 shows all.", valueName: "count"))
    var tail: Int64 = -1
    @Option(
        help: ArgumentHelp(
            "Only what is newer than this, such as 5s, 2m, 3h.", valueName: "duration"))
    var since: DurationArgument?
    @Option(
        help: ArgumentHelp("Only what is newer than this moment (RFC 3339).", valueName: "time"))
    var sinceTime: String?
    @Flag(help: "Show each line's time.")
    var timestamps = false
    @Flag(name: .shortAndLong, help: "The log of the container's previous run.")
    var previous = false
    @Option(help: ArgumentHelp("At most so many bytes.", valueName: "count"))
    var limitBytes: Int64?
    @Flag(help: "The logs of all containers of the Pod.")
    var allContainers = false
    @Flag(help: "Show each line's Pod and container.")
    var prefix = false
    @OptionGroup var namespace: NamespaceOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        if container != nil, containerArgument != nil {
            throw ValidationError("give the container once: as second argument or with -c")
        }
        if allContainers, container ?? containerArgument != nil {
            throw ValidationError("--all-containers=true should not be specified with a container")
        }
        if since != nil, sinceTime != nil {
            throw ValidationError("at most one of --since-time or --since may be used")
        }
        if let sinceTime, Timestamp(sinceTime) == nil {
            throw ValidationError("--since-time must be RFC 3339, such as 2026-11-22T20:00:00Z")
        }
        if tail < -1 { throw ValidationError("--tail must be -1 or more") }
        if let limitBytes, limitBytes < 1 {
            throw ValidationError("--limit-bytes must be 1 or more")
        }
        if let since, since.duration <= .zero {
            throw ValidationError("--since must be more than 0")
        }
    }

    func run(_ client: KubeconfigClient) async throws {
        let name = try podName()
        let namespace = namespace.namespace ?? client.server.namespace
        let containers = try await containers(name, namespace: namespace, client)
        let isMixed = prefix || containers.count > 1
        // Several logs are read one after the other, but followed side by side.
        guard follow else {
            for container in containers {
                try await show(name, container, namespace: namespace, isMixed: isMixed, client)
            }
            return
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for container in containers {
                group.addTask {
                    try await show(name, container, namespace: namespace, isMixed: isMixed, client)
                }
            }
            try await group.waitForAll()
        }
    }

    private func podName() throws -> String {
        guard pod.contains("/") else { return pod }
        let group = try ResourceArguments([pod]).groups[0]
        guard ResourceType.pods.names.contains(group.type.lowercased()) else {
            throw CommandError("only Pods have logs: give NAME or pod/NAME instead of \(pod)")
        }
        return group.names[0]
    }

    /// The containers whose logs to show, in the order of the Pod.
    private func containers(_ name: String, namespace: String, _ client: KubeconfigClient)
        async throws -> [String]
    {
        let pod = Pod(json: try await client.get(.pods, namespace: namespace, name: name))
        if let container = container ?? containerArgument {
            let spec = pod.spec
            let all = spec.containers.map(\.name) + spec.initContainers.map(\.name)
            guard (all + spec.ephemeralContainers.map(\.name)).contains(container) else {
                throw CommandError(
                    "container \(container) is not valid for pod \(name) out of: "
                        + DefaultContainer.list(pod))
            }
            return [container]
        }
        if allContainers {
            return pod.spec.initContainers.map(\.name) + pod.spec.containers.map(\.name)
        }
        let chosen = DefaultContainer(pod)
        if let remark = chosen.remark { StandardStreams.printError(remark + "\n") }
        return [chosen.name]
    }

    private func show(
        _ pod: String, _ container: String, namespace: String, isMixed: Bool,
        _ client: KubeconfigClient
    ) async throws {
        let lines =
            isMixed ? LineAssembler(prefix: prefix ? "[pod/\(pod)/\(container)] " : "") : nil
        let show: @Sendable ([UInt8]) -> Void = { bytes in
            StandardStreams.write(lines?.append(bytes) ?? bytes)
        }
        let request = LogRequest(
            container: container, follow: follow, previous: previous,
            sinceSeconds: since?.seconds, sinceTime: sinceTime, timestamps: timestamps,
            tailLines: tail < 0 ? nil : tail, limitBytes: limitBytes)
        // What is cut off at a number of bytes, or has ended already, has no place to resume at.
        if follow, limitBytes == nil, !previous {
            try await LogFollower(
                client: client, namespace: namespace, pod: pod, container: container,
                request: request, show: show,
                remark: { StandardStreams.printError("swiftlet: \($0)\n") }
            ).run()
        } else {
            let stream = try await client.log(namespace: namespace, pod: pod, request: request)
            for try await bytes in stream { show(bytes) }
        }
        if let lines { StandardStreams.write(lines.finish()) }
    }
}

extension ResourceType {
    /// All names that people use.
    var names: [String] { [plural, singular] + shortNames }
}
