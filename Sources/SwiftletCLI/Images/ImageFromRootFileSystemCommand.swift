import ArgumentParser
import Glibc
import ImageStore
import JSON
import KubeconfigClient
import OCI

/// `swiftlet images from-rootfs`: a small image without a builder.
struct ImageFromRootFileSystemCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "from-rootfs", abstract: "Make an image of a folder.",
        discussion: """
            The image goes to the local daemon, or with --to into an OCI layout folder, from which a \
            daemon takes images with --registry-mirror HOST=oci:FOLDER. The same folder always gives \
            the same image. The image's name and id are printed; with --to, its digest.

              swiftlet images from-rootfs ./rootfs --tag demo/tool:1 --cmd /bin/tool
            """)

    @Argument(help: "The folder that becomes the image's root file system.")
    var folder: String
    @Option(help: ArgumentHelp("The image's name, NAME[:TAG].", valueName: "name"))
    var tag: String
    @OptionGroup var image: ImageConfigurationOptions
    @Option(
        help: ArgumentHelp(
            "oci:FOLDER that gets the image, instead of the daemon.", valueName: "target"))
    var to: String?
    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard let to else { return }
        guard to.hasPrefix("oci:"), to.count > "oci:".count else {
            throw ValidationError("--to \(to): expected oci:FOLDER")
        }
    }

    func run() async throws {
        try await reportingErrors {
            if let to {
                let digest = try write(to: absolutePath(String(to.dropFirst("oci:".count))))
                return StandardStreams.print("\(tag) \(digest)\n")
            }
            try await KubeconfigClient.connected(to: try connection.daemon()) { client in
                try await load(client)
            }
        }
    }

    private func write(to layout: String) throws -> String {
        try OCILayoutWriter.writeImage(
            rootFileSystem: absolutePath(folder), configuration: image.json, name: tag, to: layout
        ).description
    }

    private func load(_ client: KubeconfigClient) async throws {
        let layout = (environment("TMPDIR") ?? "/tmp") + "/swiftlet-image-\(getpid())"
        guard mkdir(layout, 0o700) == 0 else {
            throw CommandError("\(layout): \(String(cString: strerror(errno)))")
        }
        do {
            _ = try write(to: layout)
            let answer = try await ImageWork.upload(
                try ArchiveInput("oci:" + layout), to: "archive", client)
            try OCILayoutWriter.remove(layout)
            let image = answer["images"]?[0]
            let name = image?["names"]?[0]?.stringValue ?? tag
            StandardStreams.print("\(name) \(image?["id"]?.stringValue ?? "")\n")
        } catch {
            try? OCILayoutWriter.remove(layout)
            throw error
        }
    }
}
