import ArgumentParser
import JSON
import KubeconfigClient

struct TagImageCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "tag", abstract: "Give an image another name.",
        discussion: """
            Example:
              swiftlet images tag busybox registry.example.com/team/shell:1
            """)

    @Argument(help: "The image, by name or id.")
    var reference: String
    @Argument(help: "The names that it gets.")
    var names: [String]
    @OptionGroup var connection: ConnectionOptions

    func run(_ client: KubeconfigClient) async throws {
        for name in names {
            let answer = try await client.changeImages(
                "tag", ["reference": .string(reference), "name": .string(name)])
            StandardStreams.print((answer["name"]?.stringValue ?? name) + "\n")
        }
    }
}
