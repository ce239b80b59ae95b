import ArgumentParser
import Glibc
import ImageStore
import KubeconfigClient

struct SaveImagesCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "save", abstract: "Write images to an archive or a layout folder.",
        discussion: """
            The archive is what docker save makes and an OCI layout at once: docker, podman, ctr, \
            skopeo and swiftlet load it. The same images give the same bytes.

            Examples:
              swiftlet save busybox | ssh other swiftlet load
              swiftlet save app:1 app:2 --output apps.tar
              swiftlet save app:1 --output oci:/srv/images
            """)

    @Argument(help: "The images, by name or id.")
    var references: [String]
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("A file, or oci:FOLDER; without it, standard output.", valueName: "to"))
    var output: String?
    @OptionGroup var connection: ConnectionOptions

    func run(_ client: KubeconfigClient) async throws {
        guard let output else {
            guard !StandardStreams.isOutputTerminal else {
                throw CommandError("an archive is no text for a terminal; use --output or a pipe")
            }
            try await forEachPiece(client) { StandardStreams.write($0) }
            return
        }
        let layout = output.hasPrefix("oci:") ? String(output.dropFirst("oci:".count)) : nil
        let path = layout.map { absolutePath($0) + ".archive.tmp" } ?? output
        do {
            try await write(client, to: path)
            if let layout {
                _ = try LayoutArchive.unpack(path, into: absolutePath(layout))
                unlink(path)
            }
        } catch {
            unlink(path)
            throw error
        }
    }

    private func write(_ client: KubeconfigClient, to path: String) async throws {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        func failure() -> CommandError {
            CommandError("\(path): \(String(cString: strerror(errno)))")
        }
        guard file >= 0 else { throw failure() }
        defer { close(file) }
        try await forEachPiece(client) { piece in
            var offset = 0
            while offset < piece.count {
                let count = piece.withUnsafeBytes {
                    Glibc.write(file, $0.baseAddress! + offset, piece.count - offset)
                }
                if count < 0, errno == EINTR { continue }
                guard count >= 0 else { throw failure() }
                offset += count
            }
        }
    }

    private func forEachPiece(
        _ client: KubeconfigClient, _ body: ([UInt8]) throws -> Void
    ) async throws {
        let (size, pieces) = try await client.saveImages(references)
        let progress = TransferProgress("saving", total: size)
        defer { StandardStreams.printError(progress.clear()) }
        for try await piece in pieces {
            try body(piece)
            StandardStreams.printError(progress.advance(by: piece.count))
        }
    }
}
