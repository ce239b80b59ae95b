import ArgumentParser
import JSON
import KubeconfigClient

struct LoadImagesCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "load", abstract: "Take in images from an archive or a layout folder.",
        discussion: """
            Takes what docker save, podman save, ctr image export, skopeo and swiftlet save make, \
            plain or compressed, and OCI layout folders.

            Examples:
              docker save app | swiftlet load
              swiftlet load app.tar.gz
              swiftlet load oci:/srv/images
            """)

    @Argument(help: "A file, or oci:FOLDER; without it, standard input.")
    var archive = "-"
    @Option(name: [.customShort("i"), .customLong("input")], help: "The same, as docker has it.")
    var input: String?
    @Flag(name: .shortAndLong, help: "Show image ids only.")
    var quiet = false
    @OptionGroup var connection: ConnectionOptions

    func run(_ client: KubeconfigClient) async throws {
        let answer = try await ImageWork.upload(
            try ArchiveInput(input ?? archive), to: "archive", isQuiet: quiet, client)
        for image in answer["images"]?.arrayValue ?? [] {
            let id = image["id"]?.stringValue ?? ""
            let names = (image["names"]?.arrayValue ?? []).compactMap(\.stringValue)
            let lines = quiet || names.isEmpty ? [id] : names
            StandardStreams.print(
                lines.map { quiet ? $0 + "\n" : "loaded \($0)\n" }.joined())
        }
    }
}
