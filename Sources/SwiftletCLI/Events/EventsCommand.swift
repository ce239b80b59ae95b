import ArgumentParser
import JSON
import KubeconfigClient
import KubernetesAPI
import KubernetesClient

struct EventsCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "events", abstract: "Show what happened, oldest first.",
        discussion: """
            Examples:
              swiftlet events --namespace lab
              swiftlet events --for pod/sidecar-demo --watch
              swiftlet events -A --types Warning
            """)

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("Only what concerns this object.", valueName: "type/name"))
    var object: String?
    @Option(help: ArgumentHelp("Only these types: Normal, Warning.", valueName: "types"))
    var types: String?
    @Flag(name: .shortAndLong, help: "Go on showing events.")
    var watch = false
    @Flag(name: [.customShort("A"), .long], help: "The events of all namespaces.")
    var allNamespaces = false
    @Flag(help: "Leave the headings out.")
    var noHeaders = false
    @Option(
        name: [.customShort("o", allowingJoined: true), .long],
        help: ArgumentHelp("json or yaml.", valueName: "format"))
    var output: OutputFormat?
    @OptionGroup var namespace: NamespaceOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ client: KubeconfigClient) async throws {
        let scope = allNamespaces ? nil : namespace.namespace ?? client.server.namespace
        var options = ListOptions(fieldSelector: try await fieldSelector(client))
        let list = try await client.list(.events, namespace: scope, options: options)
        let wanted = list.items.filter(isWanted)
        if let output {
            StandardStreams.print(ObjectPrinter(format: output).print(list: wanted))
            return
        }
        var table = EventTable(withNamespace: allNamespaces, withHeaders: !noHeaders)
        if wanted.isEmpty, !watch {
            let place = scope.map { " in \($0) namespace" } ?? ""
            StandardStreams.printError("No events found\(place).\n")
        } else if !wanted.isEmpty {
            StandardStreams.print(table.print(wanted.map(Event.init(json:)), now: .now()))
        }
        options.resourceVersion = list.resourceVersion
        while watch {
            let stream = try await client.watch(.events, namespace: scope, options: options)
            for try await event in stream {
                options.resourceVersion = WatchView.version(of: event.object)
                guard event.kind == .added || event.kind == .modified, isWanted(event.object)
                else { continue }
                StandardStreams.print(table.print([Event(json: event.object)], now: .now()))
            }
        }
    }

    private func fieldSelector(_ client: KubeconfigClient) async throws -> String? {
        guard let object else { return nil }
        let group = try ResourceArguments([object]).groups[0]
        guard let name = group.names.first, group.names.count == 1 else {
            throw CommandError("--for must be TYPE/NAME, such as pod/web")
        }
        let type = try await ResourceDiscovery(client).required(group.type)
        return "involvedObject.kind=\(type.kind),involvedObject.name=\(name)"
    }

    private func isWanted(_ event: JSONValue) -> Bool {
        guard let types else { return true }
        let type = event["type"]?.stringValue ?? ""
        return types.split(separator: ",").contains { $0.lowercased() == type.lowercased() }
    }
}
