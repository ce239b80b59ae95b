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
            let holder = Self.holder(descriptor)
            close(descriptor)
            throw ConfigurationError(
                "--root \(root): another daemon\(holder) has it; stop that one first, or give this one a root of its own"
            )
        }
        let text = "\(getpid())\n"
        _ = ftruncate(descriptor, 0)
        _ = text.withCString { pwrite(descriptor, $0, text.utf8.count, 0) }
    }

    deinit { close(descriptor) }

    private static func holder(_ descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return "" }
        let text = String(decoding: bytes[..<count].prefix { $0 != 0x0A }, as: UTF8.self)
        return " (process \(text))"
    }
}
