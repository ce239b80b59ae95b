import Glibc

/// A file that is appended to, and begun anew when it is full.
final class RotatedFile {
    private let path: String
    /// Bytes.
    private let maximumSize: Int
    private let maximumBackups: Int
    private var descriptor: Int32
    private var size: Int

    init(path: String, maximumSize: Int, maximumBackups: Int) throws(PrivateFileError) {
        self.path = path
        self.maximumSize = maximumSize
        self.maximumBackups = maximumBackups
        (descriptor, size) = try Self.open(path)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// - Parameter bytes: of which none are lost to a rotation between.
    func append(_ bytes: [UInt8]) throws(PrivateFileError) {
        if descriptor < 0 || size > 0 && size + bytes.count > maximumSize { try rotate() }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw PrivateFileError(operation: "write", path: path, errno: errno)
            }
            rest = rest.dropFirst(count)
            size += count
        }
    }

    private func rotate() throws(PrivateFileError) {
        if descriptor >= 0 {
            close(descriptor)
            descriptor = -1
            // A backup that is not there yet is no failure.
            for number in stride(from: maximumBackups - 1, through: 1, by: -1) {
                rename("\(path).\(number)", "\(path).\(number + 1)")
            }
            if maximumBackups > 0 { rename(path, "\(path).1") } else { unlink(path) }
        }
        (descriptor, size) = try Self.open(path)
    }

    private static func open(_ path: String) throws(PrivateFileError) -> (Int32, Int) {
        let descriptor = Glibc.open(
            path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, mode_t(0o600))
        var status = stat()
        guard descriptor >= 0, fstat(descriptor, &status) == 0,
            fchmod(descriptor, mode_t(0o600)) == 0
        else {
            let error = PrivateFileError(operation: "open", path: path, errno: errno)
            if descriptor >= 0 { close(descriptor) }
            throw error
        }
        return (descriptor, Int(status.st_size))
    }
}
