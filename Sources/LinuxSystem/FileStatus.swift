import CLinux
import Glibc

/// What stat(2) says of a file.
public struct FileStatus: Sendable, Hashable {
    /// Type and permissions.
    public var mode: UInt32
    public var user: UInt32
    public var group: UInt32
    /// Bytes.
    public var size: Int64
    /// Bytes it takes on disk.
    public var allocatedSize: Int64
    public var linkCount: UInt64
    /// The file system it is on.
    public var device: UInt64
    public var inode: UInt64
    /// Of a device file, the device it is.
    public var specialDevice: UInt64
    /// Nanoseconds since 1970.
    public var modificationTime: Int64

    init(_ status: stat) {
        mode = status.st_mode
        user = status.st_uid
        group = status.st_gid
        size = Int64(status.st_size)
        allocatedSize = Int64(status.st_blocks) * 512
        linkCount = UInt64(status.st_nlink)
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        specialDevice = UInt64(status.st_rdev)
        modificationTime =
            Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    }

    /// What lstat(2) says of a trusted path; nil where there is nothing.
    ///
    /// - Throws: `SystemError`
    public init?(path: String) throws {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw SystemError("stat", path)
        }
        self.init(status)
    }

    /// The bits of `mode` that tell the type: `S_IFREG`, `S_IFDIR`, …
    public var type: UInt32 { mode & S_IFMT }
    /// The lower twelve bits of `mode`.
    public var permissions: UInt32 { mode & 0o7777 }
}
