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
    private let archive: OpaquePointer
    private var entry: OpaquePointer?

    init(path: String, maximumSize: Int64) throws {
        decompressor = try Decompressor(path: path, maximumSize: maximumSize)
        archive = archive_read_new()
        archive_read_support_format_tar(archive)
        archive_read_support_format_empty(archive)
        let code = archive_read_open(
            archive, Unmanaged.passUnretained(decompressor).toOpaque(), nil,
            { _, context, buffer in
                let decompressor = Unmanaged<Decompressor>.fromOpaque(context!)
                    .takeUnretainedValue()
                let bytes = decompressor.next()
                buffer?.pointee = UnsafeRawPointer(bytes?.baseAddress)
                return bytes?.count ?? -1
            }, nil)
        guard code == ARCHIVE_OK else { throw failure() }
    }

    deinit {
        archive_read_free(archive)
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
    func copyContent(to file: Int32) throws {
        while true {
            var block: UnsafeRawPointer?
            var count = 0
            var offset: la_int64_t = 0
            switch archive_read_data_block(archive, &block, &count, &offset) {
            case ARCHIVE_EOF: return
            case ARCHIVE_OK, ARCHIVE_WARN: break
            default: throw failure()
            }
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
        while let bytes = decompressor.next(), bytes.count > 0 {}
        if let reason = decompressor.failure {
            throw ImageStoreError(.unpackFailed, reason)
        }
        return decompressor.hasher.finish()
    }

    /// `errno` of a write, for the caller to name the file.
    struct SystemCallFailure: Error {
        var code: Int32
    }

    private func failure() -> ImageStoreError {
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
            size: archive_entry_size(entry),
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

/// The uncompressed bytes of a file, hashed as they pass.
private final class Decompressor {
    let hasher = SHA256Hasher()
    /// Why `next` gave nil.
    private(set) var failure: String?
    private let archive: OpaquePointer
    private let maximumSize: Int64
    private var total: Int64 = 0
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)

    init(path: String, maximumSize: Int64) throws {
        self.maximumSize = maximumSize
        archive = archive_read_new()
        archive_read_support_filter_gzip(archive)
        archive_read_support_filter_zstd(archive)
        archive_read_support_format_raw(archive)
        archive_read_support_format_empty(archive)
        var entry: OpaquePointer?
        guard archive_read_open_filename(archive, path, 256 << 10) == ARCHIVE_OK,
            archive_read_next_header(archive, &entry) != ARCHIVE_FATAL
        else { throw ImageStoreError(.unpackFailed, reason) }
    }

    deinit {
        archive_read_free(archive)
        buffer.deallocate()
    }

    /// The next bytes, empty at the end, nil on a failure; valid until the next call.
    func next() -> UnsafeRawBufferPointer? {
        guard failure == nil else { return nil }
        let count = archive_read_data(archive, buffer.baseAddress, buffer.count)
        guard count >= 0 else {
            failure = reason
            return nil
        }
        total += Int64(count)
        guard total <= maximumSize else {
            failure = "the layer unpacks to more than \(maximumSize) bytes"
            return nil
        }
        let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
        hasher.update(bytes)
        return bytes
    }

    private var reason: String {
        archive_error_string(archive).map { String(cString: $0) } ?? "the archive is damaged"
    }
}
