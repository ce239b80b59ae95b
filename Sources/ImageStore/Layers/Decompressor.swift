import OCI

/// The uncompressed bytes of a blob that is plain or compressed with gzip or zstd, hashed as they
/// pass.
///
/// Used by one thread, which it blocks.
final class Decompressor {
    let hasher = SHA256Hasher()
    /// Why `next` gave nil.
    private(set) var failure: String?
    /// What stopped the reading from outside the archive: the download, the disk, a cancellation.
    private(set) var error: (any Error)?
    private(set) var total: Int64 = 0
    private let stream: any PackedStream
    private let maximumSize: Int64
    private let memory: PageBuffer

    /// Reads the first bytes, and so may wait for them.
    ///
    /// - Throws: `ImageStoreError` with `unpackFailed`, or what the source throws.
    init(_ source: BlobReader, maximumSize: Int64) throws {
        self.maximumSize = maximumSize
        memory = try PageBuffer(256 << 10)
        do {
            let isGzip = try source.peek(2) == [0x1F, 0x8B]
            stream = try isGzip ? GzipStream(source) : FilteredStream(source)
        } catch let damage as PackedStreamDamage {
            throw ImageStoreError(.unpackFailed, damage.reason)
        }
    }

    /// The next bytes, empty at the end, nil on a failure; valid until the next call.
    func next() -> UnsafeRawBufferPointer? {
        guard failure == nil else { return nil }
        let buffer = memory.bytes
        do {
            let count = try stream.read(into: buffer)
            total += Int64(count)
            guard total <= maximumSize else {
                failure = "the layer unpacks to more than \(maximumSize) bytes"
                return nil
            }
            let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            hasher.update(bytes)
            return bytes
        } catch let damage as PackedStreamDamage {
            failure = damage.reason
        } catch {
            fail(error)
        }
        return nil
    }

    /// Ends the reading for a reason of the reader's own.
    func fail(_ error: any Error) {
        self.error = error
        failure = "\(error)"
    }
}
