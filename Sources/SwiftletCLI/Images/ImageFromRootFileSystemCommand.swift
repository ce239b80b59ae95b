import ArgumentParser
import Glibc
import ImageStore
import JSON

/// `swiftlet images from-rootfs`: a small image without a builder.
struct ImageFromRootFileSystemCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "from-rootfs", abstract: "Make an image of a folder, in an OCI layout folder.",
        discussion: """
            A daemon takes images from such a folder with --registry-mirror HOST=oci:FOLDER.

              swiftlet images from-rootfs ./rootfs --tag docker.io/demo/tool:1 --cmd /bin/tool \\
                --to oci:/srv/images
              swiftlet serve --registry-mirror docker.io=oci:/srv/images
            """)

    @Argument(help: "The folder that becomes the image's root file system.")
    var folder: String
    @Option(help: "The image's name, NAME[:TAG].")
    var tag: String
    @Option(help: "A word of the command that containers run by default; may be repeated.")
    var cmd: [String] = []
    @Option(help: "NAME=VALUE that containers have in their environment; may be repeated.")
    var env: [String] = []
    @Option(help: ArgumentHelp("oci:FOLDER that gets the image.", valueName: "target"))
    var to: String

    func validate() throws {
        guard to.hasPrefix("oci:"), to.count > "oci:".count else {
            throw ValidationError("--to \(to): expected oci:FOLDER")
        }
    }

    func run() async throws {
        try await reportingErrors {
            let digest = try OCILayoutWriter.writeImage(
                rootFileSystem: absolute(folder), configuration: imageConfiguration, name: tag,
                to: absolute(String(to.dropFirst("oci:".count))))
            StandardStreams.print("\(tag) \(digest)\n")
        }
    }

    private var imageConfiguration: JSONValue {
        var configuration: JSONValue = [:]
        if !cmd.isEmpty { configuration["Cmd"] = .array(cmd.map { .string($0) }) }
        if !env.isEmpty { configuration["Env"] = .array(env.map { .string($0) }) }
        return configuration
    }

    private func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), let current = getcwd(nil, 0) else { return path }
        defer { free(current) }
        return String(cString: current) + "/" + path
    }
}
