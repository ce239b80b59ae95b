import Glibc
import LinuxSystem

/// Keeps a second daemon away from a root folder; held until the process ends.
struct DaemonLock: ~Copyable {
    private let descriptor: Int32

    /// - Throws: `ConfigurationError` where another daemon has it, `SystemError` else.
    init(root: String) throws {
        let path = root + "/lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemError("open", path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            let holder = Self.holder(root: root).map { " (process \($0.id))" } ?? ""
            throw ConfigurationError(
                "--root \(root): another daemon\(holder) has it; stop that one first, or give this one a root of its own"
            )
        }
        let text = "\(getpid())\n"
        _ = ftruncate(descriptor, 0)
        _ = text.withCString { pwrite(descriptor, $0, text.utf8.count, 0) }
    }

    deinit { close(descriptor) }

    /// The process that holds the lock of a root, nil where none does.
    static func holder(root: String) -> ProcessIdentity? {
        let path = root + "/lock"
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_SH | LOCK_NB) != 0, let bytes = try? File.read(path) else {
            return nil
        }
        let digits = String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
        return Int32(digits).flatMap { ProcessIdentity(id: $0) }
    }
}
