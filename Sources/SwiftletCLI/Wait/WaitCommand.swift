import ArgumentParser
import JSON
import KubeconfigClient
import KubernetesAPI
import KubernetesClient

struct WaitCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "wait", abstract: "Wait until objects are in a certain state.",
        discussion: """
            Examples:
              swiftlet wait --for=condition=Ready pod/sidecar-demo --timeout=60s
              swiftlet wait --for=delete pod/sidecar-demo
              swiftlet wait --for=jsonpath='{.status.phase}'=Running pod/sidecar-demo
            """)

    @Argument(help: "TYPE/NAME… or TYPE NAME….")
    var resources: [String] = []
    @Option(
        name: .customLong("for"),
        help: ArgumentHelp(
            "condition=NAME[=VALUE], delete, create, jsonpath={.PATH}[=VALUE].", valueName: "state")
    )
    var condition: WaitCondition
    @OptionGroup var selector: SelectorOptions
    @Flag(help: "All objects of the type.")
    var all = false
    @Option(help: ArgumentHelp("How long to wait for each object.", valueName: "duration"))
    var timeout = DurationArgument(.seconds(30))
    @OptionGroup var namespace: NamespaceOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ client: KubeconfigClient) async throws {
        let discovery = ResourceDiscovery(client)
        for group in try ResourceArguments(resources).groups {
            let type = try await discovery.required(group.type)
            let scope = type.namespaced ? namespace.namespace ?? client.server.namespace : nil
            var names = group.names
            if names.isEmpty {
                guard all || !selector.isEmpty else {
                    throw CommandError("no name was specified; give TYPE/NAME, --all or -l")
                }
                let list = try await client.list(
                    type, namespace: scope, options: selector.listOptions())
                names = list.items.compactMap { $0.value(at: "metadata", "name")?.stringValue }
                if names.isEmpty { throw CommandError("no matching resources found") }
            }
            for name in names { try await wait(type, scope, name, client) }
        }
    }

    private func wait(
        _ type: ResourceType, _ scope: String?, _ name: String, _ client: KubeconfigClient
    ) async throws {
        let waiter = ConditionWaiter(
            client: client, type: type, namespace: scope, name: name, condition: condition)
        try await withTimeout(
            timeout.duration, what: "the condition on \(type.qualifiedName)/\(name)"
        ) {
            try await waiter.run()
        }
        StandardStreams.print("\(type.singularName)/\(name) condition met\n")
    }
}

/// Waits for one object by a watch.
struct ConditionWaiter: Sendable {
    let client: KubeconfigClient
    let type: ResourceType
    let namespace: String?
    let name: String
    let condition: WaitCondition

    /// Returns when the condition is met.
    ///
    /// - Throws: `APIError.notFound` where the object is not there and is not waited for.
    func run() async throws {
        while true {
            var options = ListOptions(fieldSelector: "metadata.name=\(name)")
            let list = try await client.list(type, namespace: namespace, options: options)
            if condition.isMet(by: list.items.first) { return }
            if list.items.isEmpty, condition != .create {
                throw APIError.notFound(type, name: name)
            }
            options.resourceVersion = list.resourceVersion
            let events = try await client.watch(type, namespace: namespace, options: options)
            for try await event in events where event.kind != .bookmark {
                let isGone = event.kind == .deleted
                if condition.isMet(by: isGone ? nil : event.object) { return }
                if isGone { throw APIError.notFound(type, name: name) }
            }
        }
    }
}
