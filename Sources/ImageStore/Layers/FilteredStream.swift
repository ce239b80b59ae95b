import CLibArchive

/// Passes on what is plain, and unpacks zstd, with libarchive.
final class FilteredStream: PackedStream {
    private let source: BlobReader
    private let archive: OpaquePointer
    private var error: (any Error)?

    /// Reads the first bytes, and so may wait for them.
    ///
    /// - Throws: `PackedStreamDamage`, or what the source throws.
    init(_ source: BlobReader) throws {
        self.source = source
        archive = archive_read_new()
        archive_read_support_filter_zstd(archive)
        archive_read_support_format_raw(archive)
        archive_read_support_format_empty(archive)
        let code = archive_read_open(
            archive, Unmanaged.passUnretained(self).toOpaque(), nil,
            { _, context, buffer in
                let stream = Unmanaged<FilteredStream>.fromOpaque(context!).takeUnretainedValue()
                let bytes = stream.nextPacked()
                buffer?.pointee = UnsafeRawPointer(bytes?.baseAddress)
                return bytes?.count ?? -1
            }, nil)
        var entry: OpaquePointer?
        guard code == ARCHIVE_OK, archive_read_next_header(archive, &entry) != ARCHIVE_FATAL
        else { throw error ?? damage }
    }

    deinit {
        archive_read_free(archive)
    }

    private func nextPacked() -> UnsafeRawBufferPointer? {
        do {
            return try source.next()
        } catch {
            self.error = error
            return nil
        }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = archive_read_data(archive, buffer.baseAddress, buffer.count)
        guard count >= 0 else { throw error ?? damage }
        // What follows the compressed stream has to arrive, too, before the blob is proven.
        if count == 0 { while try !source.next().isEmpty {} }
        return count
    }

    private var damage: PackedStreamDamage {
        PackedStreamDamage(
            reason: archive_error_string(archive).map { String(cString: $0) }
                ?? "the archive is damaged")
    }
}
