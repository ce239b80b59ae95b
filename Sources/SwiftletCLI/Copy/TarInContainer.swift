import FileArchive
import KubeconfigClient
import KubernetesClient
import Synchronization

/// Copies by the container's own tar, as kubectl does, where the server has no better way.
struct TarInContainer: Sendable {
    let client: KubeconfigClient
    let place: PodFilePath

    /// - Returns: what was left out, a sentence each.
    func read(to path: String, keepsPermissions: Bool) async throws -> [String] {
        let (folder, name) = ArchivePath.split(place.path)
        let channel = PieceChannel()
        async let ended = run(
            ["tar", "cf", "-", "-C", folder, "--", name.isEmpty ? "." : name], input: nil
        ) { bytes in
            _ = await channel.put(bytes)
        } finish: {
            channel.finish()
        }
        let remarks = try await LocalFiles.unpack(to: path, keepsPermissions: keepsPermissions) {
            await channel.take()
        }
        channel.finish()
        try await ended
        return remarks
    }

    /// - Returns: what was left out, a sentence each.
    func write(_ path: String, keepsPermissions: Bool) async throws -> [String] {
        // Into a folder, else under the name that is given.
        var (folder, name) = (place.path, String?.none)
        if try await exitCode(["test", "-d", place.path]) != 0 {
            let parts = ArchivePath.split(place.path)
            (folder, name) = (parts.folder, parts.name)
        }
        let preserve = keepsPermissions ? [] : ["--no-same-permissions", "--no-same-owner"]
        return try await LocalFiles.pack(path, as: name) { next in
            try await run(["tar", "-xmf", "-"] + preserve + ["-C", folder], input: next)
        }
    }

    private func exitCode(_ command: [String]) async throws -> Int32 {
        try await client.run(
            remote(command, stdin: false), RemoteCommandStreams { _, _ in })
    }

    private func remote(_ command: [String], stdin: Bool) -> RemoteCommand {
        RemoteCommand(
            namespace: place.namespace, pod: place.pod, container: place.container,
            command: command, stdin: stdin)
    }

    private func run(
        _ command: [String], input: (@Sendable () async throws -> [UInt8]?)?,
        output: @escaping @Sendable ([UInt8]) async -> Void = { _ in },
        finish: () -> Void = {}
    ) async throws {
        defer { finish() }
        let said = Said()
        let code = try await client.run(
            remote(command, stdin: input != nil),
            RemoteCommandStreams(input: input) { stream, bytes in
                switch stream {
                case .stdout: await output(bytes)
                case .stderr: said.append(bytes)
                }
            })
        guard code == 0 else {
            throw CommandError("tar in the container ended with \(code): \(said.text)")
        }
    }

    private final class Said: Sendable {
        private let bytes = Mutex<[UInt8]>([])

        var text: String {
            bytes.withLock { String(decoding: $0.prefix(2000), as: UTF8.self) }
        }

        func append(_ more: [UInt8]) { bytes.withLock { if $0.count < 2000 { $0 += more } } }
    }
}
