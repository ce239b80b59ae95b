import CLinux
import Glibc

/// Small whole-file operations.
enum Files {
    /// The contents, up to 1 MiB; nil where it cannot be read (`errno` says why).
    static func read(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return readAll(descriptor)
    }

    /// What can be read now, up to 1 MiB; nil for an error before anything came.
    static func readAll(_ descriptor: Int32) -> [UInt8]? {
        var bytes: [UInt8] = []
        var failed = false
        while bytes.count < 1 << 20 {
            let chunk = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
                let size = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                failed = size < 0
                count = max(0, size)
            }
            if chunk.isEmpty { break }
            bytes += chunk
        }
        return failed && bytes.isEmpty ? nil : bytes
    }

    /// The contents as text; empty where it cannot be read.
    static func text(_ path: String) -> String {
        String(decoding: read(path) ?? [], as: UTF8.self)
    }

    /// Writes all of it; false and `errno` where that fails.
    static func write(_ text: String, to descriptor: Int32) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var done = 0
            while done < bytes.count {
                let count = Glibc.write(
                    descriptor, bytes.baseAddress! + done, bytes.count - done)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { return false }
                done += count
            }
            return true
        }
    }

    /// A new file with these contents in place of an old one, which a reader sees whole or not.
    static func replace(_ path: String, with text: String) -> Bool {
        let temporary = path + ".tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { return false }
        let written = write(text, to: descriptor)
        close(descriptor)
        return written && rename(temporary, path) == 0
    }

    /// Makes a folder and those above it, mode 0755.
    static func makeDirectories(_ path: String) {
        if mkdir(path, 0o755) == 0 || errno != ENOENT { return }
        let parent = directory(of: path)
        guard parent.utf8.count < path.utf8.count else { return }
        makeDirectories(parent)
        mkdir(path, 0o755)
    }

    /// The part before the last slash.
    static func directory(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The part after the last slash.
    static func name(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
        return String(path[path.utf8.index(after: slash)...])
    }
}
