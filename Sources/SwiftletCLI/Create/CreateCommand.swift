import ArgumentParser
import JSON
import KubeconfigClient
import KubernetesClient

struct CreateCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Create objects from manifests, or a namespace.",
        discussion: """
            Examples:
              swiftlet create namespace lab
              swiftlet create -f pod.yaml
            """,
        subcommands: [CreateNamespaceCommand.self])

    @OptionGroup var manifests: ManifestOptions
    @OptionGroup var writing: WriteFlags
    @Option(
        name: [.customShort("o", allowingJoined: true), .long],
        help: ArgumentHelp("Print the objects: json, yaml or name.", valueName: "format"))
    var output: OutputFormat?
    @OptionGroup var namespace: NamespaceOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ client: KubeconfigClient) async throws {
        // Not in `validate`, which also runs for the subcommands.
        guard !manifests.files.isEmpty else {
            throw CommandError("must specify -f FILE, or: swiftlet create namespace NAME")
        }
        let discovery = ResourceDiscovery(client)
        var hasFailed = false
        for manifest in try manifests.manifests() {
            do {
                let target = try await ManifestTarget(
                    manifest, discovery: discovery, asked: namespace.namespace,
                    fallback: client.server.namespace)
                try await create(target, client)
            } catch let error as ConnectionError {
                throw error
            } catch {
                StandardStreams.printError(ErrorMessage.text(for: error))
                hasFailed = true
            }
        }
        if hasFailed { throw ExitCode.failure }
    }

    private func create(_ target: ManifestTarget, _ client: KubeconfigClient) async throws {
        var object = target.manifest.object
        if writing.dryRun != .client {
            let wanted = object
            object = try await target.manifest.inContext("creating") {
                try await client.create(
                    target.type, namespace: target.namespace, object: wanted,
                    options: writing.writeOptions(manager: "swiftlet-create"))
            }
        }
        printCreated(object, output: output, dryRun: writing.dryRun)
    }
}

/// Reports an object that was made, in the form that was asked for.
func printCreated(_ object: JSONValue, output: OutputFormat?, dryRun: WriteFlags.DryRun) {
    if let output {
        StandardStreams.print(ObjectPrinter(format: output).print(object))
    } else {
        StandardStreams.print("\(ObjectPrinter.name(object)) created\(dryRun.suffix)\n")
    }
}
