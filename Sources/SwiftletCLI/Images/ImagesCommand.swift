import ArgumentParser
import JSON
import KubeconfigClient
import KubernetesAPI

struct ImagesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "images", abstract: "List the local daemon's images, or make one.",
        discussion: """
            Examples:
              swiftlet images
              swiftlet images from-rootfs ./rootfs --tag demo/tool:1 --cmd /bin/tool --to oci:/srv/images
            """,
        subcommands: [ListImagesCommand.self, ImageFromRootFileSystemCommand.self],
        defaultSubcommand: ListImagesCommand.self)
}

struct ListImagesCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls", abstract: "List the local daemon's images.")

    @Flag(help: "Show whole image ids.")
    var noTrunc = false
    @Flag(name: .shortAndLong, help: "Show image ids only.")
    var quiet = false
    @Option(
        name: [.customShort("o", allowingJoined: true), .long],
        help: ArgumentHelp("json or yaml.", valueName: "format"))
    var output: OutputFormat?
    @OptionGroup var connection: ConnectionOptions

    func run(_ client: KubeconfigClient) async throws {
        let answer = try await client.images()
        if let output {
            StandardStreams.print(ObjectPrinter(format: output).print(answer))
            return
        }
        let images = answer["images"]?.arrayValue ?? []
        if quiet {
            let ids = images.compactMap { $0["id"]?.stringValue }
            StandardStreams.print(ids.map { ImageTable.id($0, isWhole: noTrunc) + "\n" }.joined())
        } else {
            StandardStreams.print(ImageTable.text(images, wholeIDs: noTrunc, now: .now()))
        }
    }
}
