import ArgumentParser
import KubeconfigClient
import KubernetesAPI
import KubernetesClient

struct TopPodsCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "pods", abstract: "Show what Pods use, or each of their containers.",
        discussion: """
            Examples:
              swiftlet top pods -l app=web
              swiftlet top pod sidecar-demo --containers
            """,
        aliases: ["pod", "po"])

    @Argument(help: "The Pod; without it all of the namespace.")
    var name: String?
    @Flag(help: "A line for each container, sidecars included.")
    var containers = false
    @Flag(help: "The sum of all lines below them.")
    var sum = false
    @Flag(name: [.customShort("A"), .long], help: "The Pods of all namespaces.")
    var allNamespaces = false
    @OptionGroup var selectors: SelectorOptions
    @OptionGroup var usage: UsageOptions
    @OptionGroup var namespace: NamespaceOptions
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard name != nil else { return }
        guard selectors.isEmpty else {
            throw ValidationError("only one of NAME or --selector can be provided")
        }
        guard !allNamespaces else {
            throw ValidationError(
                "a resource cannot be retrieved by name across all namespaces: leave out --all-namespaces"
            )
        }
    }

    func run(_ client: KubeconfigClient) async throws {
        let scope = allNamespaces ? nil : namespace.namespace ?? client.server.namespace
        let found = try await client.usage(
            .podMetrics, namespace: scope, name: name, options: selectors.listOptions())
        guard !found.isEmpty else {
            let place = scope.map { " in \($0) namespace" } ?? ""
            StandardStreams.printError("No running Pods found\(place).\n")
            return
        }
        let table = UsageTable(
            order: usage.order, withHeaders: !usage.hasNoHeaders, withNamespace: allNamespaces)
        StandardStreams.print(table.pods(found, eachContainer: containers, withSum: sum))
    }
}
