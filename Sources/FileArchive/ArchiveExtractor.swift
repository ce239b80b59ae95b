import Glibc

/// Unpacks a tar archive into a folder and nowhere else, whatever its names and links say: no link
/// on the way to a member is followed.
///
/// What is made belongs to whoever runs this, with the permissions and times of the archive.
public struct ArchiveExtractor {
    /// Bits of permissions that are kept.
    private let permissions: UInt32
    private let folder: Int32
    private let folderPath: String
    /// In the place of the first part of each name; nil keeps that.
    private let name: [UInt8]?
    private var reader: ArchiveReader
    private let buffer = [UInt8](repeating: 0, count: 128 << 10)
    private var folders: [(path: [[UInt8]], entry: ArchiveEntry)] = []
    /// What was left out, a sentence each.
    public private(set) var remarks: [String] = []
    /// How many members the archive had.
    public private(set) var count = 0

    /// Unpacks as `cp` copies: into `path` where that is a folder, else as `path`.
    ///
    /// - Parameters:
    ///   - keepsPermissions: else they are the usual ones, less the umask.
    ///   - keepsSpecialBits: set-user-id, set-group-id and sticky.
    ///   - source: fills in some bytes and says how many; 0 at the end.
    /// - Throws: `ArchiveError`; what was unpacked by then stays.
    /// - Returns: what was left out, a sentence each.
    @discardableResult
    public static func unpack(
        to path: String, keepsPermissions: Bool = true, keepsSpecialBits: Bool = true,
        _ source: @escaping (UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int
    ) throws(ArchiveError) -> [String] {
        var status = stat()
        let isFolder = stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
        let (parent, last) = ArchivePath.split(path)
        let target = isFolder ? path : parent
        guard isFolder || !path.hasSuffix("/") else {
            throw ArchiveError("\(path) is no folder")
        }
        let folder = open(target, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw ArchiveError(target, code: errno) }
        defer { close(folder) }
        var extractor = ArchiveExtractor(
            permissions: (keepsPermissions ? 0o777 : 0) | (keepsSpecialBits ? 0o7000 : 0),
            folder: folder, folderPath: target, name: isFolder ? nil : Array(last.utf8),
            reader: ArchiveReader(source))
        try extractor.unpackAll()
        return extractor.remarks
    }

    private init(
        permissions: UInt32, folder: Int32, folderPath: String, name: [UInt8]?,
        reader: ArchiveReader
    ) {
        self.permissions = permissions
        self.folder = folder
        self.folderPath = folderPath
        self.name = name
        self.reader = reader
    }

    private mutating func unpackAll() throws(ArchiveError) {
        while let entry = try reader.next() {
            count += 1
            try unpack(entry)
        }
        guard count > 0 else { throw ArchiveError("the archive is empty") }
        // What is put into a folder changes its time, and may not be allowed any more.
        for (path, entry) in folders.reversed() {
            try inFolder(of: path) { (parent, last) throws(ArchiveError) in
                let made = openat(parent, last, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
                guard made >= 0 else { return }
                defer { close(made) }
                try finish(made, entry, path)
            }
        }
    }

    /// - Returns: where a name of the archive goes; nil for the folder itself.
    private func place(_ path: [UInt8]) throws(ArchiveError) -> [[UInt8]]? {
        var parts = try ArchivePath.parts(path)
        if let name {
            // Members of the folder `.` have no first part of their own.
            let isBelowDot = path.starts(with: [0x2E, 0x2F]) || path == [0x2E]
            if !isBelowDot, !parts.isEmpty { parts.removeFirst() }
            parts.insert(name, at: 0)
        }
        return parts.isEmpty ? nil : parts
    }

    private mutating func unpack(_ entry: ArchiveEntry) throws(ArchiveError) {
        guard let path = try place(entry.path) else { return }
        switch entry.kind {
        case .directory:
            try makeFolder(path)
            folders.append((path, entry))
        case .file: try makeFile(entry, path)
        case .symbolicLink:
            try inFolder(of: path) { (parent, last) throws(ArchiveError) in
                try replace(parent, last, path) {
                    symlinkat(entry.target.map { CChar(bitPattern: $0) } + [0], parent, last)
                }
            }
        case .hardLink:
            guard let existing = try place(entry.target) else { return }
            try inFolder(of: existing) { (from, name) throws(ArchiveError) in
                try inFolder(of: path) { (parent, last) throws(ArchiveError) in
                    if existing == path { return }
                    try replace(parent, last, path) { linkat(from, name, parent, last, 0) }
                }
            }
        case .other:
            remarks.append("\(shown(path)) is no file, folder or link and is left out")
        }
    }

    private func makeFolder(_ path: [[UInt8]]) throws(ArchiveError) {
        try inFolder(of: path) { (parent, last) throws(ArchiveError) in
            if mkdirat(parent, last, 0o755) == 0 { return }
            var status = stat()
            if errno == EEXIST, fstatat(parent, last, &status, AT_SYMLINK_NOFOLLOW) == 0,
                status.st_mode & S_IFMT == S_IFDIR
            {
                return
            }
            try replace(parent, last, path) { mkdirat(parent, last, 0o755) }
        }
    }

    private mutating func makeFile(
        _ entry: ArchiveEntry, _ path: [[UInt8]]
    ) throws(ArchiveError) {
        var file: Int32 = -1
        try inFolder(of: path) { (parent, last) throws(ArchiveError) in
            try replace(parent, last, path) {
                file = openat(
                    parent, last, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
                return file < 0 ? -1 : 0
            }
        }
        defer { close(file) }
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer.count, alignment: 16)
        defer { block.deallocate() }
        while true {
            let count = try reader.read(block)
            if count == 0 { break }
            var done = 0
            while done < count {
                let written = write(file, block.baseAddress! + done, count - done)
                if written < 0 && errno == EINTR { continue }
                guard written > 0 else { throw ArchiveError(shown(path), code: errno) }
                done += written
            }
        }
        try finish(file, entry, path)
    }

    /// Permissions and time.
    private func finish(
        _ file: Int32, _ entry: ArchiveEntry, _ path: [[UInt8]]
    ) throws(ArchiveError) {
        if permissions & 0o777 != 0, fchmod(file, entry.permissions & permissions) != 0 {
            throw ArchiveError(shown(path), code: errno)
        }
        let time = timespec(tv_sec: Int(entry.modified), tv_nsec: 0)
        futimens(file, [time, time])
    }

    /// Makes something in the place of what is there, unless that is a folder.
    private func replace(
        _ parent: Int32, _ last: [CChar], _ path: [[UInt8]], _ make: () -> Int32
    ) throws(ArchiveError) {
        if make() == 0 { return }
        if errno == EEXIST, unlinkat(parent, last, 0) == 0, make() == 0 { return }
        throw ArchiveError(shown(path), code: errno == EISDIR ? EEXIST : errno)
    }

    /// Calls `body` with the folder that a member lies in, made where it is missing, and its name
    /// there. No link is followed on the way.
    private func inFolder(
        of path: [[UInt8]],
        _ body: (_ parent: Int32, _ last: [CChar]) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        var parent = dup(folder)
        guard parent >= 0 else { throw ArchiveError(folderPath, code: errno) }
        defer { close(parent) }
        for part in path.dropLast() {
            let name = Self.name(part)
            let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
            var next = openat(parent, name, flags)
            if next < 0, errno == ENOENT, mkdirat(parent, name, 0o755) == 0 {
                next = openat(parent, name, flags)
            }
            guard next >= 0 else {
                let code = errno
                var status = stat()
                if fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) == 0,
                    status.st_mode & S_IFMT == S_IFLNK
                {
                    throw ArchiveError("\(shown(path)) lies behind a symbolic link")
                }
                throw ArchiveError(shown(path), code: code)
            }
            close(parent)
            parent = next
        }
        try body(parent, Self.name(path[path.count - 1]))
    }

    private static func name(_ part: [UInt8]) -> [CChar] {
        part.map { CChar(bitPattern: $0) } + [0]
    }

    private func shown(_ path: [[UInt8]]) -> String {
        let folder = folderPath.hasSuffix("/") ? folderPath : folderPath + "/"
        return folder + path.map(ArchivePath.text).joined(separator: "/")
    }
}
