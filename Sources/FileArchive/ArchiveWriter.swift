import Glibc

/// Writes a file, or a folder with all in it, as a tar archive whose members begin with the name of
/// that file or folder.
///
/// Links stay links. Sockets, FIFOs and devices are left out.
public final class ArchiveWriter {
    /// Levels of folders, each of which takes an open file.
    private static let depthLimit = 500
    private static let bufferSize = 128 << 10

    private let sink: (UnsafeRawBufferPointer) throws(ArchiveError) -> Void
    private let buffer = UnsafeMutableRawBufferPointer.allocate(
        byteCount: ArchiveWriter.bufferSize, alignment: 16)
    /// Files with several names: the first of those, by device and inode.
    private var names: [[UInt64]: [UInt8]] = [:]
    /// What was left out, a sentence each.
    public private(set) var remarks: [String] = []

    /// - Parameter sink: takes the archive piece by piece.
    public init(_ sink: @escaping (UnsafeRawBufferPointer) throws(ArchiveError) -> Void) {
        self.sink = sink
    }

    deinit { buffer.deallocate() }

    /// - Parameter name: what the members begin with; nil takes the path's last part.
    /// - Throws: `ArchiveError`.
    public func write(_ path: String, as name: String? = nil) throws(ArchiveError) {
        let (folder, last) = ArchivePath.split(path)
        let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw ArchiveError(path, code: errno) }
        defer { close(directory) }
        // A path that ends in a slash, `.` or `..` means what it leads to.
        let isName = !path.hasSuffix("/") && !["", ".", ".."].contains(last)
        let file = isName ? last : path
        var member = Array((name ?? last).utf8)
        if ["", ".", ".."].contains(name ?? last) { member = [0x2E] }
        try append(
            file, at: isName ? directory : AT_FDCWD, as: member, shown: path, depth: 0)
        try put([UInt8](repeating: 0, count: 2 * TarHeader.blockSize))
    }

    private func append(
        _ file: String, at directory: Int32, as member: [UInt8], shown: String, depth: Int
    ) throws(ArchiveError) {
        var status = stat()
        guard fstatat(directory, file, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            // What is inside a folder may be gone by now.
            if depth > 0 && errno == ENOENT { return }
            throw ArchiveError(shown, code: errno)
        }
        var entry = ArchiveEntry()
        entry.path = member
        entry.permissions = status.st_mode & 0o7777
        entry.user = status.st_uid
        entry.group = status.st_gid
        entry.modified = Int64(status.st_mtim.tv_sec)
        switch status.st_mode & S_IFMT {
        case S_IFDIR: try appendFolder(file, at: directory, entry, shown: shown, depth: depth)
        case S_IFLNK: try appendLink(file, at: directory, entry, shown: shown)
        case S_IFREG: try appendFile(file, at: directory, entry, status, shown: shown)
        default: remarks.append("\(shown) is no file, folder or link and is left out")
        }
    }

    private func appendFolder(
        _ file: String, at directory: Int32, _ entry: ArchiveEntry, shown: String, depth: Int
    ) throws(ArchiveError) {
        guard depth < Self.depthLimit else {
            throw ArchiveError("\(shown) lies more than \(Self.depthLimit) folders deep")
        }
        let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | (depth > 0 ? O_NOFOLLOW : 0)
        let folder = openat(directory, file, flags)
        guard folder >= 0, let stream = fdopendir(folder) else {
            throw ArchiveError(shown, code: errno)
        }
        defer { closedir(stream) }
        var entry = entry
        entry.kind = .directory
        entry.path.append(UInt8(ascii: "/"))
        try put(TarHeader.bytes(of: entry))
        while let next = readdir(stream) {
            let name = withUnsafePointer(to: &next.pointee.d_name) {
                $0.withMemoryRebound(to: UInt8.self, capacity: 256) {
                    Array(UnsafeBufferPointer(start: $0, count: 256).prefix { $0 != 0 })
                }
            }
            if name == [0x2E] || name == [0x2E, 0x2E] { continue }
            let text = String(decoding: name, as: UTF8.self)
            guard Array(text.utf8) == name else {
                remarks.append("\(shown)/\(text) has a name that is no UTF-8 and is left out")
                continue
            }
            try append(
                text, at: folder, as: entry.path + name,
                shown: shown.hasSuffix("/") ? shown + text : "\(shown)/\(text)", depth: depth + 1)
        }
    }

    private func appendLink(
        _ file: String, at directory: Int32, _ entry: ArchiveEntry, shown: String
    ) throws(ArchiveError) {
        var target = [UInt8](repeating: 0, count: 4096)
        let count = target.withUnsafeMutableBytes {
            readlinkat(directory, file, $0.baseAddress!.assumingMemoryBound(to: CChar.self), 4096)
        }
        guard count >= 0 else { throw ArchiveError(shown, code: errno) }
        var entry = entry
        entry.kind = .symbolicLink
        entry.target = Array(target[..<count])
        try put(TarHeader.bytes(of: entry))
    }

    private func appendFile(
        _ file: String, at directory: Int32, _ entry: ArchiveEntry, _ status: stat, shown: String
    ) throws(ArchiveError) {
        var entry = entry
        let identity = [UInt64(status.st_dev), UInt64(status.st_ino)]
        if status.st_nlink > 1 {
            if let first = names[identity] {
                entry.kind = .hardLink
                entry.target = first
                return try put(TarHeader.bytes(of: entry))
            }
            names[identity] = entry.path
        }
        let source = openat(directory, file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard source >= 0 else { throw ArchiveError(shown, code: errno) }
        defer { close(source) }
        entry.size = Int64(status.st_size)
        try put(TarHeader.bytes(of: entry))
        var left = entry.size
        while left > 0 {
            var count = read(source, buffer.baseAddress, Int(min(left, Int64(buffer.count))))
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw ArchiveError(shown, code: errno) }
            if count == 0 {
                // It has become shorter; the header is out already.
                count = Int(min(left, Int64(buffer.count)))
                memset(buffer.baseAddress!, 0, count)
            }
            try sink(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            left -= Int64(count)
        }
        try put([UInt8](repeating: 0, count: TarHeader.padding(entry.size)))
    }

    private func put(_ bytes: [UInt8]) throws(ArchiveError) {
        if bytes.isEmpty { return }
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        defer { copy.deallocate() }
        copy.copyBytes(from: bytes)
        try sink(UnsafeRawBufferPointer(copy))
    }
}
