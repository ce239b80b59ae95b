import CLibArchive
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
    private let source: BlobReader
    private let archive: OpaquePointer
    private let maximumSize: Int64
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)

    /// Reads the first bytes, and so may wait for them.
    ///
    /// - Throws: `ImageStoreError` with `unpackFailed`, or what the source throws.
    init(_ source: BlobReader, maximumSize: Int64) throws {
        self.source = source
        self.maximumSize = maximumSize
        archive = archive_read_new()
        archive_read_support_filter_gzip(archive)
        archive_read_support_filter_zstd(archive)
        archive_read_support_format_raw(archive)
        archive_read_support_format_empty(archive)
        let code = archive_read_open(
            archive, Unmanaged.passUnretained(self).toOpaque(), nil,
            { _, context, buffer in
                let reader = Unmanaged<Decompressor>.fromOpaque(context!).takeUnretainedValue()
                let bytes = reader.nextPacked()
                buffer?.pointee = UnsafeRawPointer(bytes?.baseAddress)
                return bytes?.count ?? -1
            }, nil)
        var entry: OpaquePointer?
        guard code == ARCHIVE_OK, archive_read_next_header(archive, &entry) != ARCHIVE_FATAL
        else { throw error ?? ImageStoreError(.unpackFailed, reason) }
    }

    deinit {
        archive_read_free(archive)
        buffer.deallocate()
    }

    private func nextPacked() -> UnsafeRawBufferPointer? {
        do {
            return try source.next()
        } catch {
            self.error = error
            return nil
        }
    }

    /// The next bytes, empty at the end, nil on a failure; valid until the next call.
    func next() -> UnsafeRawBufferPointer? {
        guard failure == nil else { return nil }
        let count = archive_read_data(archive, buffer.baseAddress, buffer.count)
        guard count >= 0 else {
            failure = reason
            return nil
        }
        // What follows the compressed stream has to arrive, too, before the blob is proven.
        if count == 0, !drain() { return nil }
        total += Int64(count)
        guard total <= maximumSize else {
            failure = "the layer unpacks to more than \(maximumSize) bytes"
            return nil
        }
        let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
        hasher.update(bytes)
        return bytes
    }

    private func drain() -> Bool {
        while let bytes = nextPacked() {
            if bytes.isEmpty { return true }
        }
        failure = reason
        return false
    }

    /// Ends the reading for a reason of the reader's own.
    func fail(_ error: any Error) {
        self.error = error
        failure = "\(error)"
    }

    private var reason: String {
        archive_error_string(archive).map { String(cString: $0) } ?? "the archive is damaged"
    }
}
