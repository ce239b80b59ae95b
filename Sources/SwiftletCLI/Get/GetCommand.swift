import ArgumentParser
import JSON
import KubeconfigClient
import KubernetesAPI
import KubernetesClient

struct GetCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Show one or many objects.",
        discussion: """
            Examples:
              swiftlet get pods
              swiftlet get pods -A -o wide
              swiftlet get pod sidecar-demo --namespace lab --watch
              swiftlet get pod/sidecar-demo -o yaml
              swiftlet get pods,events -l app=web
            """)

    @Argument(help: "TYPE [NAME…], or TYPE/NAME…; types are pods, namespaces, events, nodes, ….")
    var resources: [String]
    @Option(
        name: [.customShort("o", allowingJoined: true), .long],
        help: ArgumentHelp("wide, json, yaml or name.", valueName: "format"))
    var output: OutputFormat?
    @Flag(name: [.customShort("A"), .long], help: "The objects of all namespaces.")
    var allNamespaces = false
    @OptionGroup var selector: SelectorOptions
    @Flag(name: .shortAndLong, help: "Go on showing changes.")
    var watch = false
    @Flag(help: "Show changes only, not what is there already.")
    var watchOnly = false
    @Flag(help: "Leave the headings out.")
    var noHeaders = false
    @Flag(help: "Show labels as the last column.")
    var showLabels = false
    @Flag(help: "Say nothing and succeed where a named object is not there.")
    var ignoreNotFound = false
    @Flag(help: "Keep metadata.managedFields in JSON and YAML.")
    var showManagedFields = false
    @OptionGroup var namespace: NamespaceOptions
    @OptionGroup var connection: ConnectionOptions

    /// Whether objects are printed whole, and not as a table.
    private var printsObjects: Bool { output != nil && output != .wide }

    func run(_ client: KubeconfigClient) async throws {
        let arguments = try ResourceArguments(resources)
        if allNamespaces, arguments.hasNames {
            throw CommandError("a resource cannot be retrieved by name across all namespaces")
        }
        if watch || watchOnly {
            try await watch(arguments, client)
        } else if printsObjects {
            try await printObjects(arguments, client)
        } else {
            try await printTables(arguments, client)
        }
    }

    private func scope(_ type: ResourceType, _ client: KubeconfigClient) -> String? {
        guard type.namespaced, !allNamespaces else { return nil }
        return namespace.namespace ?? client.server.namespace
    }

    private func tablePrinter(prefix: ResourceType?) -> TablePrinter {
        TablePrinter(
            .init(
                isWide: output == .wide, withNamespace: allNamespaces, withLabels: showLabels,
                withHeaders: !noHeaders, kindPrefix: prefix?.singularName))
    }

    private func reportNothing(_ type: ResourceType?, _ client: KubeconfigClient) {
        if ignoreNotFound { return }
        let place = type.flatMap { scope($0, client) }.map { " in \($0) namespace." } ?? ""
        StandardStreams.printError("No resources found\(place)\n")
    }
}

// MARK: - Tables

extension GetCommand {
    private func printTables(_ arguments: ResourceArguments, _ client: KubeconfigClient)
        async throws
    {
        let discovery = ResourceDiscovery(client)
        var printed = 0
        var hasFailed = false
        var lastType: ResourceType?
        for group in arguments.groups {
            let type = try await discovery.required(group.type)
            lastType = type
            let table: ServerTable
            if group.names.isEmpty {
                table = try await wholeTable(type, client)
            } else {
                let found = try await namedRows(group.names, type, client)
                table = found.table
                hasFailed = hasFailed || found.hasFailed
            }
            guard !table.rows.isEmpty else { continue }
            var printer = tablePrinter(prefix: arguments.groups.count > 1 ? type : nil)
            StandardStreams.print((printed > 0 ? "\n" : "") + printer.print(table))
            printed += 1
        }
        if hasFailed { throw ExitCode.failure }
        if printed == 0 {
            reportNothing(arguments.groups.count == 1 ? lastType : nil, client)
        }
    }

    /// The whole collection, asked for in pieces so that neither side holds all of a long list twice.
    private func wholeTable(_ type: ResourceType, _ client: KubeconfigClient) async throws
        -> ServerTable
    {
        var options = selector.listOptions()
        options.limit = 500
        var table = try await client.table(type, namespace: scope(type, client), options: options)
        while let token = table.continueToken {
            options.continueToken = token
            let next = try await client.table(
                type, namespace: scope(type, client), options: options)
            table.rows += next.rows
            table.resourceVersion = next.resourceVersion
            table.continueToken = next.continueToken
        }
        return table
    }

    private func namedRows(_ names: [String], _ type: ResourceType, _ client: KubeconfigClient)
        async throws -> (table: ServerTable, hasFailed: Bool)
    {
        var result = ServerTable(columns: [], rows: [])
        var hasFailed = false
        for name in names {
            do {
                let table = try await client.table(
                    type, namespace: scope(type, client), name: name)
                if result.columns.isEmpty { result.columns = table.columns }
                result.rows += table.rows
                result.resourceVersion = table.resourceVersion
            } catch let error as APIError where error.reason == "NotFound" {
                if ignoreNotFound { continue }
                StandardStreams.printError(ErrorMessage.text(for: error))
                hasFailed = true
            }
        }
        return (result, hasFailed)
    }
}

// MARK: - Objects

extension GetCommand {
    private func printObjects(_ arguments: ResourceArguments, _ client: KubeconfigClient)
        async throws
    {
        let discovery = ResourceDiscovery(client)
        var objects: [JSONValue] = []
        var hasFailed = false
        for group in arguments.groups {
            let type = try await discovery.required(group.type)
            guard !group.names.isEmpty else {
                let list = try await client.list(
                    type, namespace: scope(type, client), options: selector.listOptions())
                objects += list.items
                continue
            }
            for name in group.names {
                do {
                    objects.append(
                        try await client.get(type, namespace: scope(type, client), name: name))
                } catch let error as APIError where error.reason == "NotFound" {
                    if ignoreNotFound { continue }
                    StandardStreams.printError(ErrorMessage.text(for: error))
                    hasFailed = true
                }
            }
        }
        let printer = ObjectPrinter(format: output ?? .yaml, showsManagedFields: showManagedFields)
        let isSingle = arguments.groups.count == 1 && arguments.groups[0].names.count == 1
        if !isSingle, !objects.isEmpty || (!hasFailed && output != .name) {
            StandardStreams.print(printer.print(list: objects))
        } else if let object = objects.first {
            StandardStreams.print(printer.print(object))
        }
        if hasFailed { throw ExitCode.failure }
    }
}

// MARK: - Watch

extension GetCommand {
    private func watch(_ arguments: ResourceArguments, _ client: KubeconfigClient) async throws {
        guard arguments.groups.count == 1, arguments.groups[0].names.count < 2 else {
            throw CommandError("you may only specify a single resource type or name to watch")
        }
        let type = try await ResourceDiscovery(client).required(arguments.groups[0].type)
        let name = arguments.groups[0].names.first
        var options = selector.listOptions(field: name.map { "metadata.name=\($0)" })
        var view = WatchView(
            tables: tablePrinter(prefix: nil),
            objects: printsObjects
                ? ObjectPrinter(format: output ?? .yaml, showsManagedFields: showManagedFields)
                : nil)
        options.resourceVersion = try await begin(type, name: name, options, client, &view)
        while true {
            let version = try await follow(type, options, client, &view)
            // The server closes watches from time to time; the next one starts where this one ended.
            options.resourceVersion = version
        }
    }

    /// Shows what is there; answers the version from which to watch.
    private func begin(
        _ type: ResourceType, name: String?, _ options: ListOptions, _ client: KubeconfigClient,
        _ view: inout WatchView
    ) async throws -> String {
        if printsObjects {
            let list = try await client.list(
                type, namespace: scope(type, client), options: options)
            if let name, list.items.isEmpty { throw APIError.notFound(type, name: name) }
            if !watchOnly { list.items.forEach { view.show($0) } }
            return list.resourceVersion
        }
        let table = try await client.table(type, namespace: scope(type, client), options: options)
        if let name, table.rows.isEmpty { throw APIError.notFound(type, name: name) }
        if !watchOnly, !table.rows.isEmpty { view.show(table) }
        return table.resourceVersion
    }

    private func follow(
        _ type: ResourceType, _ options: ListOptions, _ client: KubeconfigClient,
        _ view: inout WatchView
    ) async throws -> String? {
        var version = options.resourceVersion
        let scope = scope(type, client)
        let events =
            printsObjects
            ? try await client.watch(type, namespace: scope, options: options)
            : try await client.watchTable(type, namespace: scope, options: options)
        for try await event in events {
            version = WatchView.version(of: event.object) ?? version
            guard event.kind != .bookmark else { continue }
            if printsObjects {
                view.show(event.object)
            } else if let table = ServerTable(json: event.object) {
                view.show(table)
            }
        }
        return version
    }
}
