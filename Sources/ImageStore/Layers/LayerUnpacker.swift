import CLinux
import Glibc
import LinuxSystem
import OCI

/// Applies one layer's archive to a directory that shows the layers below it.
///
/// Whiteouts (`.wh.NAME`, `.wh..wh..opq`) are removals there; where the directory is an overlay
/// mount, the kernel turns them into whatever the overlay file system keeps removals as. What the
/// archive says is not to be trusted: nothing is written outside the directory.
///
/// Every call blocks; used by one thread.
struct LayerUnpacker {
    /// What was unpacked.
    struct Summary: Sendable {
        var diffID: Digest
        /// Bytes of the uncompressed archive.
        var archiveSize: Int64 = 0
        /// Bytes on disk, about.
        var size: Int64 = 0
        var entries = 0
        /// What could not be kept, one line a kind.
        var notes: Set<String> = []
    }

    private let root: RootedDirectory
    private let limits: UnpackLimits
    private let isCancelled: () -> Bool
    private let isPrivileged = geteuid() == 0
    /// Paths that this layer has brought, and the directories above them: whiteouts spare them.
    private var touched: Set<[UInt8]> = []
    /// Set at the end, since what is put into a directory changes its time.
    private var directoryTimes: [(path: [CChar], time: timespec)] = []
    private var summary = Summary(diffID: SHA256Hasher.digest(of: []))
    private var space: DiskReserve
    /// Of tests.
    var faults: StoreFaults?
    private let rootPath: [UInt8]

    /// - Throws: `SystemError`
    init(
        into root: RootedDirectory, limits: UnpackLimits, isCancelled: @escaping () -> Bool
    ) throws {
        self.root = root
        space = DiskReserve(limits.diskReserve)
        rootPath = try Self.path(of: root.descriptor)
        self.limits = limits
        self.isCancelled = isCancelled
    }

    /// Unpacks a blob.
    ///
    /// - Parameter recipe: gets to know how the archive can be made again.
    /// - Throws: `ImageStoreError`, `SystemError`, `CancellationError`, or `BlobGrowth.Ended`.
    mutating func unpack(
        _ source: BlobReader, recipe: LayerRecipeWriter? = nil
    ) throws -> Summary {
        let archive = try LayerArchive(source, maximumSize: limits.archiveSize, recipe: recipe)
        while let entry = try archive.next() {
            guard !isCancelled() else { throw CancellationError() }
            try faults?.pass()
            summary.entries += 1
            guard summary.entries <= limits.entries else {
                throw ImageStoreError(
                    .unpackFailed, "the layer has more than \(limits.entries) entries")
            }
            try apply(entry, from: archive)
        }
        for (path, time) in directoryTimes.reversed() {
            // A directory may have been replaced by a later entry.
            guard try root.status(path)?.type == S_IFDIR else { continue }
            try root.setModificationTime(path, time)
        }
        summary.diffID = try archive.finish()
        summary.archiveSize = archive.size
        return summary
    }

    private mutating func apply(_ entry: LayerEntry, from archive: LayerArchive) throws {
        let components = try Self.components(of: entry.path)
        guard let name = components.last else { return try applyToRoot(entry) }
        let parent = components.dropLast()
        if name.starts(with: Self.whiteoutPrefix) {
            return try applyWhiteout(name, in: Array(parent))
        }
        let path = Self.join(components)
        touch(components)
        do {
            try make(entry, at: path, from: archive)
        } catch let error as SystemError where error.code == ENOENT && !parent.isEmpty {
            try root.createDirectories(Self.join(Array(parent)))
            try make(entry, at: path, from: archive)
        }
    }

    private func applyToRoot(_ entry: LayerEntry) throws {
        guard entry.kind == .directory else {
            throw ImageStoreError(.unpackFailed, "the archive's root is no directory")
        }
        if isPrivileged {
            let (user, group) = try owner(of: entry)
            guard fchown(root.descriptor, user, group) == 0 else { throw SystemError("chown", "/") }
        }
        guard fchmod(root.descriptor, entry.permissions) == 0 else {
            throw SystemError("chmod", "/")
        }
    }

    // MARK: - Making

    private mutating func make(
        _ entry: LayerEntry, at path: [CChar], from archive: LayerArchive
    ) throws {
        switch entry.kind {
        case .hardLink(let existing):
            let target = Self.join(try Self.components(of: existing))
            guard target != path else { return }
            try replacing(path) { try root.createHardLink(path, existing: target) }
            return
        case .file:
            try replacing(path) { try makeFile(entry, at: path, from: archive) }
            return
        case .directory:
            if try root.status(path)?.type != S_IFDIR {
                try replacing(path) { try root.createDirectory(path, mode: 0o700) }
            }
            directoryTimes.append((path, entry.modificationTime))
        case .symbolicLink(let target):
            try replacing(path) { try root.createSymbolicLink(path, target: target) }
        case .node(let type, let major, let minor):
            guard try makeNode(entry, at: path, type: type, major: major, minor: minor) else {
                return
            }
        case .unknown:
            summary.notes.insert("entries of an unknown type were left out")
            return
        }
        summary.size += 4096
        try setAttributes(of: entry, at: path)
    }

    /// Runs `make`; where something is in the way, once more without it.
    private func replacing(_ path: [CChar], _ make: () throws -> Void) throws {
        do {
            try make()
        } catch let error as SystemError where error.code == EEXIST {
            try root.remove(path)
            try make()
        }
    }

    private mutating func makeFile(
        _ entry: LayerEntry, at path: [CChar], from archive: LayerArchive
    ) throws {
        let (user, group) = try owner(of: entry)
        try root.withParent(of: path) { parent, name in
            let file = openat(
                parent, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                entry.permissions & 0o777)
            guard file >= 0 else { throw SystemError("create", Self.text(path)) }
            defer { close(file) }
            do {
                try space.check(entry.isSparse ? 0 : entry.size, root.descriptor)
                try archive.copyContent(to: file, path: try resolvedPath(of: file))
            } catch let error as LayerArchive.SystemCallFailure {
                throw SystemError("write", Self.text(path), code: error.code)
            }
            guard Self.complete(file, entry, owner: isPrivileged ? (user, group) : nil) else {
                throw SystemError("write", Self.text(path))
            }
            setExtendedAttributes(of: entry) { attribute, value in
                fsetxattr(file, attribute, value.baseAddress, value.count, 0)
            }
            // The disk may begin before the layer waits for it.
            if entry.size >= 1 << 20 { clinux_start_writing(file) }
            let times = [entry.modificationTime, entry.modificationTime]
            guard futimens(file, times) == 0 else {
                throw SystemError("utimensat", Self.text(path))
            }
        }
        summary.size += (entry.size + 4095) / 4096 * 4096
    }

    /// Gives a file its length, owner and permissions. Each change is a record in the file system's
    /// journal, and so only what differs is changed.
    ///
    /// - Returns: false with `errno` set.
    private static func complete(
        _ file: Int32, _ entry: LayerEntry, owner: (user: UInt32, group: UInt32)?
    ) -> Bool {
        var status = stat()
        guard fstat(file, &status) == 0 else { return false }
        // Where the file ends with a hole.
        if Int64(status.st_size) != entry.size, ftruncate(file, Int(entry.size)) != 0 {
            return false
        }
        if let owner, (status.st_uid, status.st_gid) != owner,
            fchown(file, owner.user, owner.group) != 0
        {
            return false
        }
        // After the owner, whose change takes the bits of setuid and setgid away.
        return status.st_mode & 0o7777 == entry.permissions || fchmod(file, entry.permissions) == 0
    }

    /// Where a file is below the root, links on the way resolved.
    private func resolvedPath(of file: Int32) throws -> [UInt8] {
        let path = try Self.path(of: file)
        guard path.starts(with: rootPath), path.count > rootPath.count else {
            throw ImageStoreError(.unpackFailed, "a file is outside of its layer")
        }
        return Array(path[(rootPath.count + 1)...])
    }

    private static func path(of file: Int32) throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 8192)
        let count = buffer.withUnsafeMutableBytes {
            readlink("/proc/self/fd/\(file)", $0.baseAddress!, $0.count)
        }
        guard count > 0 else { throw SystemError("readlink", "/proc/self/fd/\(file)") }
        return Array(buffer[..<count])
    }

    /// - Returns: false where it was left out.
    private mutating func makeNode(
        _ entry: LayerEntry, at path: [CChar], type: UInt32, major: UInt32, minor: UInt32
    ) throws -> Bool {
        // A character device 0/0 is a whiteout to overlayfs, which an archive may not smuggle in.
        if type == S_IFCHR, major == 0, minor == 0 {
            summary.notes.insert("character devices 0/0 were left out")
            return false
        }
        do {
            try replacing(path) {
                try root.createNode(
                    path, mode: type | 0o600, device: UInt(clinux_device(major, minor)))
            }
            return true
        } catch let error as SystemError where error.code == EPERM && type != S_IFIFO {
            summary.notes.insert(
                "devices were left out, since the kernel does not let us make them")
            return false
        }
    }

    // MARK: - Attributes

    private mutating func setAttributes(of entry: LayerEntry, at path: [CChar]) throws {
        let (user, group) = try owner(of: entry)
        let root = root
        if isPrivileged { try root.setOwner(path, user: user, group: group) }
        if case .symbolicLink = entry.kind {
        } else {
            try root.setPermissions(path, mode: entry.permissions)
        }
        setExtendedAttributes(of: entry) { attribute, value in
            do {
                try root.setExtendedAttribute(path, name: attribute, value: value)
                return 0
            } catch {
                return -1
            }
        }
        if entry.kind != .directory { try root.setModificationTime(path, entry.modificationTime) }
    }

    private mutating func setExtendedAttributes(
        of entry: LayerEntry, _ set: (UnsafePointer<CChar>, UnsafeRawBufferPointer) -> Int32
    ) {
        for (name, value) in entry.extendedAttributes {
            let text = Self.text(name)
            // These steer overlayfs itself; no archive may.
            if text.hasPrefix("trusted.overlay.") || text.hasPrefix("user.overlay.") {
                summary.notes.insert("attributes of overlayfs were left out")
            } else if value.withUnsafeBytes({ set(name, $0) }) != 0 {
                summary.notes.insert("extended attributes \(text) were left out")
            }
        }
    }

    private func owner(of entry: LayerEntry) throws -> (user: UInt32, group: UInt32) {
        guard let user = UInt32(exactly: entry.user), let group = UInt32(exactly: entry.group)
        else {
            throw ImageStoreError(
                .unpackFailed,
                "\"\(Self.text(entry.path))\" belongs to \(entry.user):\(entry.group), which "
                    + "is no user and group")
        }
        return (user, group)
    }

    // MARK: - Whiteouts

    private static let whiteoutPrefix = Array(".wh.".utf8)
    private static let opaqueMarker = Array(".wh..wh..opq".utf8)

    private func applyWhiteout(_ name: [UInt8], in parent: [[UInt8]]) throws {
        if name == Self.opaqueMarker {
            guard try parent.isEmpty || root.status(Self.join(parent))?.type == S_IFDIR else {
                return
            }
            for child in try root.names(in: parent.isEmpty ? [46, 0] : Self.join(parent)) {
                try removeUntouched(parent + [child.dropLast().map { UInt8(bitPattern: $0) }])
            }
            return
        }
        let hidden = Array(name.dropFirst(Self.whiteoutPrefix.count))
        // Names that start with .wh..wh. were AUFS's own.
        if hidden.starts(with: Self.whiteoutPrefix) { return }
        guard !hidden.isEmpty, hidden != Array(".".utf8), hidden != Array("..".utf8) else {
            throw ImageStoreError(.unpackFailed, "the archive has a whiteout without a name")
        }
        do {
            try removeUntouched(parent + [hidden])
        } catch let error as SystemError where error.code == ENOENT || error.code == ENOTDIR {
            // Nothing there to hide.
        }
    }

    /// Removes a path, but not what this very layer has put there: whiteouts are about lower layers.
    private func removeUntouched(_ components: [[UInt8]]) throws {
        let path = Self.join(components)
        guard touched.contains(Self.key(components)) else { return try root.remove(path) }
        guard try root.status(path)?.type == S_IFDIR else { return }
        for child in try root.names(in: path) {
            try removeUntouched(components + [child.dropLast().map { UInt8(bitPattern: $0) }])
        }
    }

    private mutating func touch(_ components: [[UInt8]]) {
        for count in stride(from: components.count, to: 0, by: -1) {
            if !touched.insert(Self.key(components.prefix(count))).inserted { return }
        }
    }

    // MARK: - Paths

    /// The parts of an archive's path, without `.`; empty for the root.
    ///
    /// - Throws: `ImageStoreError` for a path with `..`.
    static func components(of path: [CChar]) throws -> [[UInt8]] {
        let bytes = path.dropLast().map { UInt8(bitPattern: $0) }
        let components = bytes.split(separator: UInt8(ascii: "/")).map(Array.init)
            .filter { $0 != [UInt8(ascii: ".")] }
        guard !components.contains(Array("..".utf8)) else {
            throw ImageStoreError(
                .unpackFailed,
                "the archive has the path \"\(Self.text(path))\", which leads "
                    + "out of the layer")
        }
        return components
    }

    static func text(_ path: [CChar]) -> String {
        String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func key(_ components: some Collection<[UInt8]>) -> [UInt8] {
        Array(components.joined(separator: [UInt8(ascii: "/")]))
    }

    private static func join(_ components: [[UInt8]]) -> [CChar] {
        key(components).map { CChar(bitPattern: $0) } + [0]
    }
}
