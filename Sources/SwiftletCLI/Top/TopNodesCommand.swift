import ArgumentParser
import KubeconfigClient
import KubernetesAPI
import KubernetesClient

struct TopNodesCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "nodes",
        abstract: "Show what nodes use, and how much that is of what they have.",
        discussion: """
            Examples:
              swiftlet top nodes
              swiftlet top node --show-capacity
            """,
        aliases: ["node", "no"])

    @Argument(help: "The node; without it all of them.")
    var name: String?
    @Flag(help: "Percentages of the whole machine, not of what Pods may have of it.")
    var showCapacity = false
    @OptionGroup var selectors: SelectorOptions
    @OptionGroup var usage: UsageOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard name == nil || selectors.isEmpty else {
            throw ValidationError("only one of NAME or --selector can be provided")
        }
    }

    func run(_ client: KubeconfigClient) async throws {
        let found = try await client.usage(
            .nodeMetrics, namespace: nil, name: name, options: selectors.listOptions())
        let nodes = try await client.list(
            .nodes, namespace: nil, options: selectors.listOptions()
        ).items.map(Node.init(json:))
        let room = Dictionary(
            nodes.map { node in
                (
                    node.metadata.name,
                    showCapacity ? node.status.capacity : node.status.allocatable
                )
            }, uniquingKeysWith: { $1 })
        let table = UsageTable(order: usage.order, withHeaders: !usage.hasNoHeaders)
        StandardStreams.print(table.nodes(found, room: room))
    }
}
