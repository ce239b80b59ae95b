import CLinux
import Glibc
import LinuxSystem

/// Copies a directory with all in it: owners, permissions, times, attributes, devices, hard links.
///
/// For machines where layers cannot be mounted on each other. Both directories are the store's own;
/// nothing is followed on the way, and nothing changes them meanwhile. Names are bytes.
enum TreeCopy {
    /// - Parameters:
    ///   - linkingFiles: whether files get a second name instead of a second content; both trees then
    ///     may replace files but not write to them.
    ///   - users: whose the copies shall be; nil keeps the owners.
    /// - Throws: `SystemError`
    static func copy(
        _ source: String, to target: String, linkingFiles: Bool, users: UserIDRange? = nil
    ) throws {
        var work = Work(linkingFiles: linkingFiles, users: users)
        let (from, to) = (Array(source.utf8CString), Array(target.utf8CString))
        try copyDirectory(from, to, &work)
        var status = stat()
        guard lstat(from, &status) == 0 else { throw SystemError("stat", source) }
        try copyAttributes(from, to, status, users)
    }

    private struct Work {
        let linkingFiles: Bool
        let users: UserIDRange?
        /// Where the first of several names of a file was copied to, by its number.
        var links: [UInt64: [CChar]] = [:]
    }

    private static let slash = CChar(bitPattern: UInt8(ascii: "/"))

    private static func copyEntry(
        _ from: [CChar], _ to: [CChar], _ work: inout Work
    ) throws {
        var status = stat()
        guard lstat(from, &status) == 0 else { throw SystemError("stat", text(from)) }
        switch status.st_mode & S_IFMT {
        case S_IFDIR:
            guard mkdir(to, 0o700) == 0 else { throw SystemError("mkdir", text(to)) }
            try copyDirectory(from, to, &work)
        case S_IFREG where work.linkingFiles:
            guard link(from, to) == 0 else { throw SystemError("link", text(to)) }
            return
        case S_IFREG:
            if status.st_nlink > 1, let first = work.links[UInt64(status.st_ino)] {
                guard link(first, to) == 0 else { throw SystemError("link", text(to)) }
                return
            }
            if status.st_nlink > 1 { work.links[UInt64(status.st_ino)] = to }
            try copyFile(from, to)
        case S_IFLNK:
            var buffer = [CChar](repeating: 0, count: 4097)
            guard readlink(from, &buffer, 4096) >= 0, symlink(buffer, to) == 0 else {
                throw SystemError("symlink", text(to))
            }
        default:
            guard mknod(to, status.st_mode, status.st_rdev) == 0 else {
                throw SystemError("mknod", text(to))
            }
        }
        try copyAttributes(from, to, status, work.users)
    }

    private static func copyDirectory(
        _ from: [CChar], _ to: [CChar], _ work: inout Work
    ) throws {
        guard let stream = opendir(from) else { throw SystemError("opendir", text(from)) }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) {
                    Array(UnsafeBufferPointer(start: $0, count: strlen($0)))
                }
            }
            if name == [46] || name == [46, 46] { continue }
            try copyEntry(
                from.dropLast() + [slash] + name + [0], to.dropLast() + [slash] + name + [0],
                &work)
        }
    }

    private static func copyFile(_ from: [CChar], _ to: [CChar]) throws {
        let input = open(from, O_RDONLY | O_CLOEXEC)
        guard input >= 0 else { throw SystemError("open", text(from)) }
        defer { close(input) }
        let output = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard output >= 0 else { throw SystemError("create", text(to)) }
        defer { close(output) }
        // Shares the blocks where the file system can.
        if clinux_clone_file(output, input) == 0 { return }
        while true {
            let count = clinux_copy_range(input, output, 1 << 30)
            if count == 0 { return }
            guard count > 0 || errno == EINTR else { throw SystemError("copy", text(to)) }
        }
    }

    private static func copyAttributes(
        _ from: [CChar], _ to: [CChar], _ status: stat, _ users: UserIDRange?
    ) throws {
        let user = users.map { $0.machineID(of: Int64(status.st_uid)) ?? ~0 } ?? status.st_uid
        let group = users.map { $0.machineID(of: Int64(status.st_gid)) ?? ~0 } ?? status.st_gid
        guard lchown(to, user, group) == 0 || geteuid() != 0 else {
            throw SystemError("chown", text(to))
        }
        if status.st_mode & S_IFMT != S_IFLNK {
            guard chmod(to, status.st_mode & 0o7777) == 0 else {
                throw SystemError("chmod", text(to))
            }
        }
        copyExtendedAttributes(from, to)
        let times = [status.st_atim, status.st_mtim]
        guard utimensat(AT_FDCWD, to, times, AT_SYMLINK_NOFOLLOW) == 0 else {
            throw SystemError("utimensat", text(to))
        }
    }

    private static func copyExtendedAttributes(_ from: [CChar], _ to: [CChar]) {
        var names = [CChar](repeating: 0, count: 64 << 10)
        let count = llistxattr(from, &names, names.count)
        guard count > 0 else { return }
        var value = [UInt8](repeating: 0, count: 64 << 10)
        for name in names[..<count].split(separator: 0) {
            let name = Array(name) + [0]
            let size = lgetxattr(from, name, &value, value.count)
            if size >= 0 { lsetxattr(to, name, value, size, 0) }
        }
    }

    private static func text(_ path: [CChar]) -> String { LayerUnpacker.text(path) }
}
