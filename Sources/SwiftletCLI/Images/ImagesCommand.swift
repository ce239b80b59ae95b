import ArgumentParser
import JSON
import KubeconfigClient
import KubernetesAPI

struct ImagesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "images", abstract: "List the local daemon's images, and work with them.",
        discussion: """
            Examples:
              swiftlet images
              swiftlet images save busybox | ssh other swiftlet images load
              swiftlet images from-rootfs ./rootfs --tag demo/tool:1 --cmd /bin/tool
            """,
        subcommands: [
            ListImagesCommand.self, InspectImageCommand.self, ImageHistoryCommand.self,
            PullCommand.self, PushCommand.self, TagImageCommand.self, RemoveImageSubcommand.self,
            SaveImagesCommand.self, LoadImagesCommand.self, ImportImageCommand.self,
            ImageFromRootFileSystemCommand.self, PruneImagesCommand.self,
            VerifyImagesCommand.self, ImageUsageCommand.self,
        ],
        defaultSubcommand: ListImagesCommand.self)
}

struct ListImagesCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls", abstract: "List the local daemon's images.")

    @Argument(help: "Show only images whose names have one of these words in them.")
    var words: [String] = []
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
        var answer = try await client.images()
        let images = (answer["images"]?.arrayValue ?? []).filter { image in
            let names = (image["tags"]?.arrayValue ?? []) + (image["digests"]?.arrayValue ?? [])
            return words.isEmpty
                || names.compactMap(\.stringValue).contains { name in
                    words.contains { name.contains($0) }
                }
        }
        if images.isEmpty, !words.isEmpty {
            let names = words.map { "\"\($0)\"" }.joined(separator: " or ")
            StandardStreams.printError("no image has \(names) in its name\n")
        }
        if let output {
            answer["images"] = .array(images)
            StandardStreams.print(ObjectPrinter(format: output).print(answer))
            return
        }
        if quiet {
            let ids = images.compactMap { $0["id"]?.stringValue }
            StandardStreams.print(ids.map { ImageTable.id($0, isWhole: noTrunc) + "\n" }.joined())
        } else {
            StandardStreams.print(ImageTable.text(images, wholeIDs: noTrunc, now: .now()))
        }
    }
}
