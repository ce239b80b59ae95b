import ArgumentParser
import JSON
import KubeconfigClient
import KubernetesAPI
import KubernetesClient

struct DescribeCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "describe", abstract: "Show objects in detail, with their events.",
        discussion: """
            Examples:
              swiftlet describe pod sidecar-demo --namespace lab
              swiftlet describe namespace/lab
              swiftlet describe pods -l app=web
            """)

    @Argument(
        help: "TYPE [NAME…], or TYPE/NAME…; types are pods, namespaces, nodes, configmaps, ….")
    var resources: [String]
    @OptionGroup var selector: SelectorOptions
    @Flag(name: [.customShort("A"), .long], help: "The objects of all namespaces.")
    var allNamespaces = false
    @Flag(inversion: .prefixedNo, help: "Show events too.")
    var showEvents = true
    @OptionGroup var namespace: NamespaceOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ client: KubeconfigClient) async throws {
        let discovery = ResourceDiscovery(client)
        var count = 0
        for group in try ResourceArguments(resources).groups {
            let type = try await discovery.required(group.type)
            let scope =
                type.namespaced && !allNamespaces
                ? namespace.namespace ?? client.server.namespace : nil
            for object in try await objects(group, type, scope: scope, client) {
                let events = showEvents ? try await events(of: object, type, client) : nil
                let text = try await describe(object, type, events: events, client)
                StandardStreams.print((count > 0 ? "\n\n" : "") + text)
                count += 1
            }
            if count == 0 {
                let place = scope.map { " in \($0) namespace." } ?? ""
                StandardStreams.printError("No resources found\(place)\n")
            }
        }
    }

    private func objects(
        _ group: ResourceArguments.Group, _ type: ResourceType, scope: String?,
        _ client: KubeconfigClient
    ) async throws -> [JSONValue] {
        if group.names.isEmpty {
            return try await client.list(type, namespace: scope, options: selector.listOptions())
                .items
        }
        var objects: [JSONValue] = []
        for name in group.names {
            objects.append(try await client.get(type, namespace: scope, name: name))
        }
        return objects
    }

    private func events(of object: JSONValue, _ type: ResourceType, _ client: KubeconfigClient)
        async throws -> [Event]
    {
        let metadata = ObjectMeta(json: object["metadata"] ?? .null)
        var conditions = [
            "involvedObject.name=\(metadata.name)", "involvedObject.kind=\(type.kind)",
        ]
        if !metadata.uid.isEmpty, type.namespaced {
            conditions.append("involvedObject.uid=\(metadata.uid)")
        }
        let list = try await client.list(
            .events, namespace: type.namespaced ? metadata.namespace : nil,
            options: ListOptions(fieldSelector: conditions.joined(separator: ",")))
        return list.items.map(Event.init(json:))
    }

    private func describe(
        _ object: JSONValue, _ type: ResourceType, events: [Event]?, _ client: KubeconfigClient
    ) async throws -> String {
        if type == .nodes {
            let node = Node(json: object)
            let lease = try? await client.get(
                Lease.self, namespace: "kube-node-lease", name: node.metadata.name)
            return NodeDescription(node, lease: lease, events: events, now: .now()).text
        }
        guard type == .namespaces else {
            return ObjectDescription.text(object, type, events: events, now: .now())
        }
        let namespace = Namespace(json: object)
        return NamespaceDescription(
            namespace,
            quotas: try await content("resourcequotas", of: namespace.metadata.name, client),
            ranges: try await content("limitranges", of: namespace.metadata.name, client)
        ).text
    }

    /// The objects of a type in a namespace; none where the server has no such type.
    private func content(_ type: String, of namespace: String, _ client: KubeconfigClient)
        async throws -> [JSONValue]
    {
        guard let type = try await ResourceDiscovery(client).resource(named: type) else {
            return []
        }
        return try await client.list(type, namespace: namespace, options: ListOptions()).items
    }
}
