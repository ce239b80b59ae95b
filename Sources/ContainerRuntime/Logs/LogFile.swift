import Glibc
import LinuxSystem

/// An open log file. It stays the same file when it is renamed, packed or removed.
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

    /// How far into a file its header may reach.
    private static let headerSize = 40

    let path: String
    let attempt: Int
    let identity: Identity
    /// What it was before it was packed, where that is known.
    let origin: LogOrigin?
    private let descriptor: Int32
    private let packed: PackedLogReader?

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
        let header = try Self.read(descriptor, path, at: 0, count: Self.headerSize)
        origin = LogOrigin(header: header)
        packed =
            LogOrigin.isPacked(header) ? PackedLogReader(descriptor: descriptor, path: path) : nil
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    var isPacked: Bool { packed != nil }

    /// Bytes of its content; nil where that is packed and does not say.
    var size: Int? {
        packed == nil ? Int(status.st_size) : origin.map { Int(clamping: $0.size) }
    }

    /// Whether it has no name any more.
    var isRemoved: Bool { status.st_nlink == 0 }

    /// Whether that file, open too, has the same content: it is this one, or one of the two is the
    /// other one packed.
    func isSame(as other: LogFile) -> Bool {
        if identity == other.identity { return true }
        if let origin { return !other.isPacked && origin == LogOrigin(other.status) }
        return other.origin.map { !isPacked && $0 == LogOrigin(status) } ?? false
    }

    /// Whether the file at this path is this one packed.
    func isPacked(at path: String) -> Bool {
        guard !isPacked, let file = try? LogFile(path: path, attempt: attempt) else { return false }
        return file.origin == LogOrigin(status)
    }

    /// Reads up to `count` bytes; fewer at the end.
    ///
    /// - Throws: `SystemError`.
    func read(at offset: Int, count: Int) throws -> [UInt8] {
        guard let packed else { return try Self.read(descriptor, path, at: offset, count: count) }
        return try packed.read(at: offset, count: count)
    }

    static func read(
        _ descriptor: Int32, _ path: String, at offset: Int, count: Int
    ) throws -> [UInt8] {
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
