import Glibc
import LinuxSystem
import OCI
import Synchronization

/// Small blobs by their digest, in `<root>/content/blobs/sha256/<hex>`, and what is on its way, in
/// `<root>/content/ingest`.
///
/// Its calls block on the disk.
final class ContentStore: Sendable {
    let folder: String
    private let counter = Atomic<Int>(0)
    private let faults: StoreFaults?

    /// For so long the beginning of an interrupted download is kept to be gone on with, in
    /// nanoseconds: a day.
    static let remainderLifetime: Int64 = 86_400_000_000_000

    /// Makes the folders. Of what was interrupted, only downloads stay that can be gone on with.
    init(root: String, now: Int64, faults: StoreFaults? = nil) throws {
        self.faults = faults
        folder = root + "/content"
        try File.makeFolders(folder + "/ingest", mode: 0o700)
        try File.makeFolders(folder + "/blobs/sha256")
        for name in File.names(in: folder + "/ingest") {
            let path = "\(folder)/ingest/\(name)"
            let isFresh =
                try Digest("sha256:" + name) != nil
                && FileStatus(path: path).map { now - $0.modificationTime < Self.remainderLifetime }
                    == true
            if !isFresh { try File.removeTree(path) }
        }
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
        try writer.commit()
    }

    /// For a small blob.
    func makeWriter(_ descriptor: Descriptor) throws -> BlobWriter {
        try BlobWriter(
            descriptor, temporaryPath: makeTemporaryPath(), path: path(descriptor.digest),
            isResumable: false, faults: faults)
    }

    /// For a layer's archive; goes on where an earlier one was interrupted.
    func makeResumableWriter(_ descriptor: Descriptor) throws -> BlobWriter {
        let path = "\(folder)/ingest/\(descriptor.digest.hexadecimal)"
        return try BlobWriter(
            descriptor, temporaryPath: path, path: path, isResumable: true,
            faults: faults)
    }

    /// The path of a file or folder that nobody else uses; it goes when the store is opened again.
    func makeTemporaryPath() -> String {
        let number = counter.wrappingAdd(1, ordering: .relaxed).newValue
        return "\(folder)/ingest/\(number)"
    }

    func remove(_ digest: Digest) {
        guard (try? faults?.pass()) != nil || faults == nil else { return }
        unlink(path(digest))
    }

    func digests() -> [Digest] {
        File.names(in: folder + "/blobs/sha256").compactMap { Digest("sha256:" + $0) }
    }

    /// The interrupted downloads, with the bytes they have.
    func remainders() -> [Digest: Int64] {
        var sizes: [Digest: Int64] = [:]
        for name in File.names(in: folder + "/ingest") {
            guard let digest = Digest("sha256:" + name) else { continue }
            sizes[digest] = ((try? FileStatus(path: "\(folder)/ingest/\(name)")) ?? nil)?.size ?? 0
        }
        return sizes
    }

    func removeRemainder(_ digest: Digest) {
        unlink("\(folder)/ingest/\(digest.hexadecimal)")
    }
}
