import Glibc
import LinuxSystem

/// An open log file. It stays the same file when it is renamed or removed.
final class LogFile {
    /// What a file is, whatever its name.
    struct Identity: Hashable {
        var device: UInt
        var inode: UInt

        init(_ status: stat) {
            device = UInt(status.st_dev)
            inode = UInt(status.st_ino)
        }

        /// Nil where there is no such file.
        init?(path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            self.init(status)
        }
    }

    let path: String
    let attempt: Int
    let identity: Identity
    private let descriptor: Int32

    /// Nil where there is no such file any more.
    ///
    /// - Throws: `SystemError`.
    init?(path: String, attempt: Int) throws {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 && errno == ENOENT { return nil }
        var status = stat()
        guard descriptor >= 0, fstat(descriptor, &status) == 0 else {
            throw SystemError("open", path)
        }
        self.path = path
        self.attempt = attempt
        identity = Identity(status)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Bytes.
    var size: Int { Int(status.st_size) }

    /// Whether it has no name any more.
    var isRemoved: Bool { status.st_nlink == 0 }

    /// Reads up to `count` bytes; fewer at the end.
    ///
    /// - Throws: `SystemError`.
    func read(at offset: Int, count: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            while true {
                let size = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
                if size < 0 && errno == EINTR { continue }
                guard size >= 0 else { throw SystemError("read", path) }
                initialized = size
                return
            }
        }
    }

    private var status: stat {
        var status = stat()
        fstat(descriptor, &status)
        return status
    }
}
