import Glibc
import LinuxSystem
import OCI
import Synchronization

/// Blobs by their digest, in `<root>/content/blobs/sha256/<hex>`.
///
/// Its calls block on the disk.
final class ContentStore: Sendable {
    let folder: String
    private let counter = Atomic<Int>(0)

    /// Makes the folders; what an interrupted download left is removed.
    init(root: String) throws {
        folder = root + "/content"
        try File.removeTree(folder + "/ingest")
        try File.makeFolders(folder + "/ingest", mode: 0o700)
        try File.makeFolders(folder + "/blobs/sha256")
    }

    func path(_ digest: Digest) -> String {
        "\(folder)/blobs/sha256/\(digest.hexadecimal)"
    }

    func contains(_ digest: Digest) -> Bool {
        File.exists(path(digest))
    }

    /// Bytes of a blob, 0 where there is none.
    func size(_ digest: Digest) -> Int64 {
        ((try? FileStatus(path: path(digest))) ?? nil)?.size ?? 0
    }

    /// A small blob, checked once more; nil where it is missing or damaged.
    func document(_ digest: Digest) -> [UInt8]? {
        guard let content = try? File.read(path(digest)),
            SHA256Hasher.digest(of: content) == digest
        else { return nil }
        return content
    }

    /// Keeps a small blob durably.
    ///
    /// - Throws: `ImageStoreError` with `digestMismatch`, or `SystemError`.
    func store(_ content: [UInt8], as descriptor: Descriptor) throws {
        let writer = try makeWriter(descriptor)
        try content.withUnsafeBytes { try writer.append($0) }
        try writer.verify()
        try writer.commit(durable: true)
    }

    func makeWriter(_ descriptor: Descriptor) throws -> BlobWriter {
        let number = counter.wrappingAdd(1, ordering: .relaxed).newValue
        return try BlobWriter(
            descriptor, temporaryPath: "\(folder)/ingest/\(number)", path: path(descriptor.digest))
    }

    func remove(_ digest: Digest) {
        unlink(path(digest))
    }

    func digests() -> [Digest] {
        File.names(in: folder + "/blobs/sha256").compactMap { Digest("sha256:" + $0) }
    }
}
