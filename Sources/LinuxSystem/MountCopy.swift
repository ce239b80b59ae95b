import CLinux
import Glibc

/// A copy of a mount and of those below it, which is mounted nowhere until it is attached
/// (open_tree(2)).
public final class MountCopy: Sendable {
    /// A file system cannot show its files to a user namespace as that namespace's own.
    public struct NotMappable: Error, Sendable, Hashable, CustomStringConvertible {
        /// A folder or file of that file system.
        public var path: String

        public var description: String {
            "the file system of \(path) cannot show its files to a user namespace "
                + "(hostUsers: false) as its own: ext4, xfs and btrfs can, and tmpfs from Linux 6.3 on"
        }
    }

    private let descriptor: Int32

    /// - Throws: `SystemError`.
    public init(of path: String) throws {
        descriptor = clinux_copy_mount(path)
        guard descriptor >= 0 else { throw SystemError("open_tree", path) }
    }

    /// One in which what is root's on the disk is root's in a user namespace, and the other way
    /// round for files that are made there (mount_setattr(2), `MOUNT_ATTR_IDMAP`). The mounts below
    /// it stay as they are.
    ///
    /// - Throws: `NotMappable`, `SystemError`.
    public convenience init(of path: String, for namespace: PinnedUserNamespace) throws {
        try self.init(of: path)
        let users = open(namespace.path, O_RDONLY | O_CLOEXEC)
        guard users >= 0 else { throw SystemError("open", namespace.path) }
        defer { close(users) }
        guard clinux_map_mount(descriptor, users) == 0 else {
            if errno == EINVAL { throw NotMappable(path: path) }
            throw SystemError("map the owners of", path)
        }
    }

    deinit {
        close(descriptor)
    }

    /// Mounts it on a folder or file.
    ///
    /// - Throws: `SystemError`.
    public func attach(at path: String) throws {
        guard clinux_attach_mount(descriptor, path) == 0 else {
            throw SystemError("move_mount", path)
        }
    }
}
