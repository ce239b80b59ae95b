import Glibc
import LinuxSystem

/// Small files as text.
enum TextFile {
    /// - Throws: `SystemError`.
    static func read(_ path: String) throws -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("open", path) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16384)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0 { throw SystemError("read", path) }
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(contentsOf: buffer[..<count])
        }
    }
}

extension TextFile {
    /// Reads a file that a flag names.
    ///
    /// - Throws: `ConfigurationError` that names both.
    static func readSetting(_ path: String, flag: String) throws -> String {
        do {
            return try read(path)
        } catch {
            throw ConfigurationError("\(flag) \(path): \(error)")
        }
    }
}

enum CurrentDirectory {
    /// The folder that relative paths are relative to.
    static var path: String {
        guard let path = getcwd(nil, 0) else { return "/" }
        defer { free(path) }
        return String(cString: path)
    }
}

enum FileDescriptorOutput {
    static func standardError(_ text: String) {
        _ = text.withCString { write(STDERR_FILENO, $0, text.utf8.count) }
    }
}
