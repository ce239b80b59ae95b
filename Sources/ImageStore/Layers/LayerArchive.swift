import CLibArchive
import CLinux
import Glibc
import OCI

/// One member of a layer's archive.
struct LayerEntry {
    enum Kind: Equatable {
        case file
        case directory
        case symbolicLink(target: [CChar])
        case hardLink(existing: [CChar])
        /// A device or FIFO with its bits of `st_mode`.
        case node(type: UInt32, major: UInt32, minor: UInt32)
        case unknown
    }

    /// As the archive has it, a C string.
    var path: [CChar]
    var kind: Kind
    /// The lower twelve bits.
    var permissions: UInt32
    var user: Int64
    var group: Int64
    var size: Int64
    /// Whether the file has holes, so that it takes less than its size.
    var isSparse: Bool
    var modificationTime: timespec
    var extendedAttributes: [(name: [CChar], value: [UInt8])]
}

/// Reads a layer, a tar archive that is plain or compressed with gzip or zstd, entry by entry, and
/// computes the digest of the uncompressed archive on the way.
///
/// Names are bytes: libarchive leaves them as they are in the C locale, which Swift programs run in.
/// Not for use by two threads at once; every call blocks.
final class LayerArchive {
    private let decompressor: Decompressor
    private let recipe: LayerRecipeWriter?
    private let archive: OpaquePointer
    private var entry: OpaquePointer?

    /// - Parameter recipe: gets to know how the archive can be made again.
    init(_ source: BlobReader, maximumSize: Int64, recipe: LayerRecipeWriter? = nil) throws {
        decompressor = try Decompressor(source, maximumSize: maximumSize)
        self.recipe = recipe
        archive = archive_read_new()
        archive_read_support_format_tar(archive)
        archive_read_support_format_empty(archive)
        let code = archive_read_open(
            archive, Unmanaged.passUnretained(self).toOpaque(), nil,
            { archive, context, buffer in
                let reader = Unmanaged<LayerArchive>.fromOpaque(context!).takeUnretainedValue()
                let bytes = reader.nextBytes(consumed: archive_filter_bytes(archive, 0))
                buffer?.pointee = UnsafeRawPointer(bytes?.baseAddress)
                return bytes?.count ?? -1
            }, nil)
        guard code == ARCHIVE_OK else { throw failure() }
    }

    deinit {
        archive_read_free(archive)
    }

    private func nextBytes(consumed: Int64) -> UnsafeRawBufferPointer? {
        guard let bytes = decompressor.next() else { return nil }
        do {
            try recipe?.receive(bytes, consumed: consumed)
            return bytes
        } catch {
            decompressor.fail(error)
            return nil
        }
    }

    /// The next entry; nil at the end.
    func next() throws -> LayerEntry? {
        switch archive_read_next_header(archive, &entry) {
        case ARCHIVE_EOF: return nil
        case ARCHIVE_OK, ARCHIVE_WARN: return try makeEntry()
        default: throw failure()
        }
    }

    /// Writes the current entry's content to a file, with holes where the archive has them.
    ///
    /// - Parameter path: where the file is in the unpacked layer.
    func copyContent(to file: Int32, path: [UInt8]) throws {
        let isWhole = archive_entry_sparse_count(entry) == 0
        try recipe?.beginContent(
            of: path, at: archive_filter_bytes(archive, 0),
            knownSize: isWhole ? archive_entry_size(entry) : nil)
        while true {
            var block: UnsafeRawPointer?
            var count = 0
            var offset: la_int64_t = 0
            switch archive_read_data_block(archive, &block, &count, &offset) {
            case ARCHIVE_EOF: return try recipe?.endContent() ?? ()
            case ARCHIVE_OK, ARCHIVE_WARN: break
            default: throw failure()
            }
            recipe?.content(offset: offset, count: Int64(count))
            var written = 0
            while written < count {
                let step = pwrite(file, block! + written, count - written, Int(offset) + written)
                if step < 0 {
                    if errno == EINTR { continue }
                    throw SystemCallFailure(code: errno)
                }
                written += step
            }
        }
    }

    /// The digest of the whole uncompressed archive; reads what follows its last entry.
    func finish() throws -> Digest {
        while let bytes = decompressor.next(), bytes.count > 0 {
            try recipe?.receive(bytes, consumed: 0)
        }
        if decompressor.failure != nil { throw failure() }
        try recipe?.finish()
        return decompressor.hasher.finish()
    }

    /// Bytes of the uncompressed archive that were read.
    var size: Int64 { decompressor.total }

    /// `errno` of a write, for the caller to name the file.
    struct SystemCallFailure: Error {
        var code: Int32
    }

    private func failure() -> any Error {
        if let error = decompressor.error { return error }
        let reason =
            decompressor.failure ?? archive_error_string(archive).map { String(cString: $0) }
        return ImageStoreError(.unpackFailed, reason ?? "the archive is damaged")
    }

    private func makeEntry() throws -> LayerEntry {
        guard let path = string(archive_entry_pathname(entry)) else {
            throw ImageStoreError(.unpackFailed, "an entry of the archive has no name")
        }
        return LayerEntry(
            path: path, kind: kind(), permissions: UInt32(archive_entry_mode(entry)) & 0o7777,
            user: archive_entry_uid(entry), group: archive_entry_gid(entry),
            size: archive_entry_size(entry), isSparse: archive_entry_sparse_count(entry) > 0,
            modificationTime: timespec(
                tv_sec: Int(archive_entry_mtime(entry)), tv_nsec: archive_entry_mtime_nsec(entry)),
            extendedAttributes: extendedAttributes())
    }

    private func kind() -> LayerEntry.Kind {
        if let existing = string(archive_entry_hardlink(entry)) {
            return .hardLink(existing: existing)
        }
        let type = UInt32(archive_entry_filetype(entry))
        switch type {
        case S_IFREG: return .file
        case S_IFDIR: return .directory
        case S_IFLNK: return .symbolicLink(target: string(archive_entry_symlink(entry)) ?? [0])
        case S_IFCHR, S_IFBLK, S_IFIFO:
            return .node(
                type: type, major: UInt32(truncatingIfNeeded: archive_entry_rdevmajor(entry)),
                minor: UInt32(truncatingIfNeeded: archive_entry_rdevminor(entry)))
        default: return .unknown
        }
    }

    private func extendedAttributes() -> [(name: [CChar], value: [UInt8])] {
        guard archive_entry_xattr_reset(entry) > 0 else { return [] }
        var attributes: [(name: [CChar], value: [UInt8])] = []
        var name: UnsafePointer<CChar>?
        var value: UnsafeRawPointer?
        var count = 0
        while archive_entry_xattr_next(entry, &name, &value, &count) == ARCHIVE_OK {
            guard let name = string(name) else { continue }
            let bytes = UnsafeRawBufferPointer(start: value, count: value == nil ? 0 : count)
            attributes.append((name, Array(bytes)))
        }
        return attributes
    }

    private func string(_ pointer: UnsafePointer<CChar>?) -> [CChar]? {
        pointer.map { Array(UnsafeBufferPointer(start: $0, count: strlen($0) + 1)) }
    }
}
