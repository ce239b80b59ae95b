import ArgumentParser
import JSON
import KubeconfigClient

struct InspectImageCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "Show all that is known about images.",
        discussion: """
            Example:
              swiftlet images inspect busybox
            """)

    @Argument(help: "The images, by name or id.")
    var references: [String]
    @Option(
        name: [.customShort("o", allowingJoined: true), .long],
        help: ArgumentHelp("json or yaml.", valueName: "format"))
    var output = OutputFormat.json
    @OptionGroup var connection: ConnectionOptions

    func run(_ client: KubeconfigClient) async throws {
        for reference in references {
            let image = try await client.images("inspect", reference: reference)
            StandardStreams.print(ObjectPrinter(format: output).print(image))
        }
    }
}
