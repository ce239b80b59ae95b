import CLibArchive
import Glibc
import LinuxSystem
import OCI

/// Writes a directory as a layer's archive.
enum LayerWriter {
    /// A plain tar archive.
    static func writeArchive(of directory: String, to path: String) throws {
        let archive: OpaquePointer = archive_write_new()
        defer { archive_write_free(archive) }
        archive_write_set_format_pax_restricted(archive)
        try check(archive_write_open_filename(archive, path), archive)
        let root = try RootedDirectory(path: directory)
        var links: [[UInt64]: [CChar]] = [:]
        try append(directoryAt: [], of: root, to: archive, links: &links)
        try check(archive_write_close(archive), archive)
    }

    /// The archive compressed with gzip, without a time in it.
    static func compress(_ source: String, to path: String) throws {
        _ = try compress(to: path) { write in try read(source, write) }
    }

    /// What `body` writes, compressed with gzip, without a time in it.
    ///
    /// - Returns: the digest and the bytes of the file.
    static func compress(
        to path: String, _ body: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
    ) throws -> (digest: Digest, size: Int64) {
        let archive: OpaquePointer = archive_write_new()
        defer { archive_write_free(archive) }
        archive_write_add_filter_gzip(archive)
        try check(archive_write_set_format_raw(archive), archive)
        try check(archive_write_set_options(archive, "gzip:!timestamp"), archive)
        try check(archive_write_open_filename(archive, path), archive)
        let entry = archive_entry_new()
        defer { archive_entry_free(entry) }
        archive_entry_set_pathname(entry, "layer")
        archive_entry_set_filetype(entry, S_IFREG)
        try check(archive_write_header(archive, entry), archive)
        try body { try write($0, to: archive) }
        try check(archive_write_close(archive), archive)
        let hasher = SHA256Hasher()
        var size: Int64 = 0
        try read(path) { bytes in
            hasher.update(bytes)
            size += Int64(bytes.count)
        }
        return (hasher.finish(), size)
    }

    /// Hands a file's content to `body` piece by piece.
    static func read(_ path: String, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw SystemError("open", path) }
        defer { close(file) }
        try read(file, path, body)
    }

    static func read(
        _ file: Int32, _ path: String, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let memory = try PageBuffer(256 << 10)
        let buffer = memory.bytes
        while true {
            let count = Glibc.read(file, buffer.baseAddress!, buffer.count)
            if count == 0 { return }
            if count < 0 {
                if errno == EINTR { continue }
                throw SystemError("read", path)
            }
            try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }

    /// - Parameter path: without a slash at its end; empty for the root.
    private static func append(
        directoryAt path: [CChar], of root: RootedDirectory, to archive: OpaquePointer,
        links: inout [[UInt64]: [CChar]]
    ) throws {
        let slash = CChar(bitPattern: UInt8(ascii: "/"))
        let dot = CChar(bitPattern: UInt8(ascii: "."))
        let names = try root.names(in: path.isEmpty ? [dot, 0] : path + [0])
        for name in names.sorted(by: { strcmp($0, $1) < 0 }) {
            let child = (path.isEmpty ? [] : path + [slash]) + name.dropLast()
            guard let status = try root.status(child + [0]) else { continue }
            try append(child, status, of: root, to: archive, links: &links)
            if status.type == S_IFDIR {
                try append(directoryAt: child, of: root, to: archive, links: &links)
            }
        }
    }

    private static func append(
        _ path: [CChar], _ status: FileStatus, of root: RootedDirectory,
        to archive: OpaquePointer, links: inout [[UInt64]: [CChar]]
    ) throws {
        let entry = archive_entry_new()
        defer { archive_entry_free(entry) }
        let path = path + [0]
        archive_entry_set_pathname(entry, path)
        archive_entry_set_perm(entry, status.permissions)
        archive_entry_set_mtime(entry, 0, 0)
        archive_entry_set_filetype(entry, status.type)
        switch status.type {
        case S_IFDIR: break
        case S_IFLNK: archive_entry_set_symlink(entry, try target(of: path, in: root))
        case S_IFREG:
            let identity = [status.device, status.inode]
            if status.linkCount > 1, let first = links[identity] {
                archive_entry_set_hardlink(entry, first)
                break
            }
            links[identity] = path
            archive_entry_set_size(entry, status.size)
            try check(archive_write_header(archive, entry), archive)
            return try root.withFile(path) { file in
                try read(file, LayerUnpacker.text(path)) { try write($0, to: archive) }
            }
        default:
            // Devices, FIFOs and sockets have no place in an image made of a folder.
            return
        }
        try check(archive_write_header(archive, entry), archive)
    }

    private static func target(of path: [CChar], in root: RootedDirectory) throws -> [CChar] {
        try root.withParent(of: path) { parent, name in
            var buffer = [CChar](repeating: 0, count: 4097)
            let count = readlinkat(parent, name, &buffer, 4096)
            guard count >= 0 else { throw SystemError("readlink", LayerUnpacker.text(path)) }
            return Array(buffer[..<count]) + [0]
        }
    }

    private static func write(_ bytes: UnsafeRawBufferPointer, to archive: OpaquePointer) throws {
        guard archive_write_data(archive, bytes.baseAddress, bytes.count) == bytes.count else {
            throw failure(archive)
        }
    }

    private static func check(_ code: Int32, _ archive: OpaquePointer) throws {
        guard code == ARCHIVE_OK || code == ARCHIVE_WARN else { throw failure(archive) }
    }

    private static func failure(_ archive: OpaquePointer) -> ImageStoreError {
        let reason = archive_error_string(archive).map { String(cString: $0) } ?? "unknown error"
        return ImageStoreError(.storage, "cannot write the layer: \(reason)")
    }
}
