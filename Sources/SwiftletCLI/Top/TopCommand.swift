import ArgumentParser
import JSON
import KubeconfigClient
import KubernetesAPI
import KubernetesClient

struct TopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "top", abstract: "Show what Pods, containers or nodes use of CPU and memory.",
        discussion: """
            Examples:
              swiftlet top pods --namespace lab
              swiftlet top pod sidecar-demo --containers
              swiftlet top pods -A --sort-by memory --sum
              swiftlet top nodes
            """,
        subcommands: [TopPodsCommand.self, TopNodesCommand.self])
}

/// What both commands take.
struct UsageOptions: ParsableArguments {
    @Option(
        name: .customLong("sort-by"),
        help: ArgumentHelp("The greatest first: cpu or memory.", valueName: "what"))
    var order: UsageTable.Order?
    @Flag(name: .customLong("no-headers"), help: "Leave the headings out.")
    var hasNoHeaders = false
}

extension UsageTable.Order: ExpressibleByArgument {}

extension KubeconfigClient {
    /// The usage of the objects that are asked for, or of the one of this name.
    ///
    /// - Throws: `CommandError` where the server measures nothing.
    func usage(
        _ type: ResourceType, namespace: String?, name: String?, options: ListOptions
    ) async throws -> [JSONValue] {
        do {
            if let name { return [try await get(type, namespace: namespace, name: name)] }
            return try await list(type, namespace: namespace, options: options).items
        } catch let error as APIError where error.code == 404 && error.details?["name"] == nil {
            throw CommandError(
                "Metrics API not available: this server has no \(type.group); a cluster needs metrics-server for it"
            )
        }
    }
}
