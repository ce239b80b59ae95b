import ArgumentParser
import JSON
import KubeconfigClient

struct ImportImageCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Make an image of an archive of a root file system.",
        discussion: """
            Examples:
              swiftlet import rootfs.tar.gz --tag demo/base:1 --cmd /bin/sh
              debootstrap --variant=minbase stable ./root && tar -C ./root -c . | \\
                swiftlet import --tag debian:mine
            """)

    @Argument(
        help: "A tar archive, plain or compressed with gzip or zstd; without it, standard input.")
    var archive = "-"
    @Option(help: ArgumentHelp("The image's name, NAME[:TAG].", valueName: "name"))
    var tag: String?
    @Option(name: .shortAndLong, help: "What the image's history says.")
    var message: String?
    @OptionGroup var image: ImageConfigurationOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ client: KubeconfigClient) async throws {
        var query = [("config", image.json.serialized())]
        if let tag { query.append(("name", tag)) }
        if let message { query.append(("message", message)) }
        let answer = try await ImageWork.upload(
            try ArchiveInput(archive), to: "import",
            query: query.map { (name: $0.0, value: $0.1) }, client)
        StandardStreams.print((answer.value(at: "image", "id")?.stringValue ?? "") + "\n")
    }
}
