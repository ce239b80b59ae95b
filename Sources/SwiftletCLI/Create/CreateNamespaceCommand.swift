import ArgumentParser
import JSON
import KubeconfigClient
import KubernetesAPI
import KubernetesClient

struct CreateNamespaceCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "namespace", abstract: "Create a namespace.",
        discussion: """
            Example:
              swiftlet create namespace lab
            """,
        aliases: ["ns"])

    @Argument(help: "The namespace's name.")
    var name: String
    @OptionGroup var writing: WriteFlags
    @Option(
        name: [.customShort("o", allowingJoined: true), .long],
        help: ArgumentHelp("Print the namespace: json, yaml or name.", valueName: "format"))
    var output: OutputFormat?
    @OptionGroup var connection: ConnectionOptions

    func run(_ client: KubeconfigClient) async throws {
        var object: JSONValue = [
            "apiVersion": "v1", "kind": "Namespace", "metadata": ["name": .string(name)],
        ]
        if writing.dryRun != .client {
            object = try await client.create(
                .namespaces, namespace: nil, object: object,
                options: writing.writeOptions(manager: "swiftlet-create"))
        }
        printCreated(object, output: output, dryRun: writing.dryRun)
    }
}
