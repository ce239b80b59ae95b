import ArgumentParser
import KubeconfigClient
import KubernetesAPI
import KubernetesClient

struct PortForwardCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "port-forward",
        abstract: "Let connections to ports of this machine reach ports of a Pod.",
        discussion: """
            Goes on until it is interrupted. :PORT takes a free port of this machine.

            Examples:
              swiftlet port-forward web 8080:80
              swiftlet port-forward pod/web 5000 :6000 --address 0.0.0.0
            """)

    @Argument(help: "The Pod: NAME or pod/NAME.")
    var pod: String
    @Argument(help: ArgumentHelp("The ports.", valueName: "[local:]port"))
    var ports: [String]
    @Option(
        help: ArgumentHelp(
            "The addresses to listen on, with commas between them; localhost is 127.0.0.1 and ::1.",
            valueName: "addresses"))
    var address = "localhost"
    @OptionGroup var namespace: NamespaceOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        do {
            for port in ports { _ = try PortPair(port) }
        } catch {
            throw ValidationError("\(error)")
        }
    }

    func run(_ client: KubeconfigClient) async throws {
        let name = try PodArgument.name(pod)
        let namespace = namespace.namespace ?? client.server.namespace
        let found = Pod(json: try await client.get(.pods, namespace: namespace, name: name))
        guard found.status.phase == .running else {
            throw CommandError(
                "unable to forward port because pod is not running. Current status="
                    + found.status.phase.rawValue)
        }
        let addresses = Self.addresses(address)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for pair in try ports.map(PortPair.init) {
                let listeners = try await PortListener.open(pair.local, on: addresses)
                for listener in listeners {
                    StandardStreams.print(
                        "Forwarding from \(listener.address) -> \(pair.remote)\n")
                    group.addTask {
                        try await listener.run { connection in
                            StandardStreams.print(
                                "Handling connection for \(listener.port)\n")
                            await connection.forward(
                                to: pair.remote, namespace: namespace, pod: name, client)
                        }
                    }
                }
            }
            // Where the Pod or its server is gone nothing can be reached any more.
            let absence = ServerAbsence()
            for wait in [
                { await Self.waitForEnd(of: found, client, absence) }, { await absence.wait() },
            ] as [@Sendable () async -> Void] {
                group.addTask {
                    await wait()
                    throw CommandError("lost connection to pod")
                }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private static func addresses(_ text: String) -> [PortListener.Address] {
        text.split(separator: ",").flatMap { address -> [PortListener.Address] in
            guard address == "localhost" else {
                return [PortListener.Address(host: String(address), isRequired: true)]
            }
            // A machine without IPv6 has only the first.
            return [
                PortListener.Address(host: "127.0.0.1", isRequired: true),
                PortListener.Address(host: "::1", isRequired: false),
            ]
        }
    }

    private static func waitForEnd(
        of pod: Pod, _ client: KubeconfigClient, _ absence: ServerAbsence
    ) async {
        let options = ListOptions(fieldSelector: "metadata.name=\(pod.metadata.name)")
        let updates = client.updates(
            of: Pod.self, namespace: pod.metadata.namespace, options: options,
            onFailure: { _ in absence.note() })
        for await update in updates {
            switch update {
            case .synchronized(let pods):
                if !pods.contains(where: { $0.metadata.uid == pod.metadata.uid }) { return }
            case .applied(let new):
                if new.metadata.uid != pod.metadata.uid { return }
                if new.status.phase == .succeeded || new.status.phase == .failed { return }
            case .deleted: return
            }
        }
    }
}
