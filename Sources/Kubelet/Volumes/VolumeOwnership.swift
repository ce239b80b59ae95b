import Glibc
import LinuxSystem

/// Owner, group and permissions of what the kubelet writes into volumes.
enum VolumeOwnership {
    /// With a group, the group may read files, and may enter folders whose new files become its.
    /// This is what the kubelet makes of `fsGroup` in volumes that containers cannot write to.
    ///
    /// - Throws: `SystemError`.
    static func apply(
        to path: String, mode: UInt32, isFolder: Bool, user: UInt32? = nil, group: UInt32?
    ) throws {
        var mode = mode
        if group != nil { mode |= isFolder ? 0o2550 : 0o440 }
        if user != nil || group != nil {
            guard lchown(path, user ?? ~0, group ?? ~0) == 0 else {
                throw SystemError("chown", path)
            }
        }
        guard chmod(path, mode) == 0 else { throw SystemError("chmod", path) }
    }

    /// Lets a group read and write all of a volume, as the kubelet does it for `fsGroup`.
    ///
    /// Other Pods may write to the volume meanwhile, so nothing is reached by a path and no link is
    /// followed.
    ///
    /// - Parameter onlyOnMismatch: whether nothing is done where the volume's own folder is right.
    /// - Throws: `SystemError`.
    static func applyToTree(_ path: String, group: UInt32, onlyOnMismatch: Bool) throws {
        let descriptor = open(path, pathOnly | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("open", path) }
        defer { close(descriptor) }
        if onlyOnMismatch, try isRight(descriptor, group: group, path) { return }
        try apply(toOpened: descriptor, group: group, path)
    }

    /// open(2)'s O_PATH, which the Glibc module does not have.
    private static let pathOnly: Int32 = 0o10000000
    /// fchownat(2)'s AT_EMPTY_PATH.
    private static let itself: Int32 = 0x1000

    private static func isRight(_ descriptor: Int32, group: UInt32, _ path: String) throws -> Bool {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemError("stat", path) }
        return status.st_gid == group && status.st_mode & 0o2770 == 0o2770
    }

    private static func apply(toOpened descriptor: Int32, group: UInt32, _ path: String) throws {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemError("stat", path) }
        guard fchownat(descriptor, "", ~0, group, itself) == 0 else {
            throw SystemError("chown", path)
        }
        let kind = status.st_mode & S_IFMT
        if kind == S_IFLNK { return }
        let mode = status.st_mode & 0o7777 | (kind == S_IFDIR ? 0o2770 : 0o660)
        guard chmod("/proc/self/fd/\(descriptor)", mode) == 0 else {
            throw SystemError("chmod", path)
        }
        guard kind == S_IFDIR else { return }
        for name in DirectoryTree.names(in: "/proc/self/fd/\(descriptor)") {
            let child = openat(descriptor, name, pathOnly | O_NOFOLLOW | O_CLOEXEC)
            guard child >= 0 else {
                if errno == ENOENT { continue }
                throw SystemError("open", "\(path)/\(name)")
            }
            defer { close(child) }
            try apply(toOpened: child, group: group, "\(path)/\(name)")
        }
    }
}
