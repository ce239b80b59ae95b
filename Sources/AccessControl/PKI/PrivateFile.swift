import Glibc

/// Why a file of the API server could not be read or written.
public struct PrivateFileError: Error, Hashable, Sendable, CustomStringConvertible {
    public let operation: String
    public let path: String
    public let errno: Int32

    package init(operation: String, path: String, errno: Int32) {
        self.operation = operation
        self.path = path
        self.errno = errno
    }

    public var description: String {
        "cannot \(operation) \(path): \(String(cString: strerror(errno)))"
    }
}

/// Small files that only their owner may read, written so that a crash leaves the old or the new
/// content and nothing between.
package enum PrivateFile {
    /// Nil where there is no such file.
    package static func read(_ path: String) throws(PrivateFileError) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0, errno == ENOENT { return nil }
        try check(descriptor, "open", path)
        defer { close(descriptor) }
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 8192)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            try check(Int32(clamping: count), "read", path)
            guard count > 0 else { return String(decoding: content, as: UTF8.self) }
            content.append(contentsOf: chunk.prefix(count))
        }
    }

    /// Mode 0600, whatever the umask.
    package static func write(_ content: String, to path: String) throws(PrivateFileError) {
        let temporary = "\(path).tmp"
        unlink(temporary)
        let descriptor = open(
            temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode_t(0o600))
        try check(descriptor, "create", temporary)
        do {
            defer { close(descriptor) }
            var rest = Array(content.utf8)[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes {
                    Glibc.write(descriptor, $0.baseAddress, $0.count)
                }
                try check(Int32(clamping: count), "write", temporary)
                rest = rest.dropFirst(count)
            }
            try check(fchmod(descriptor, mode_t(0o600)), "set the mode of", temporary)
            try check(fsync(descriptor), "write to disk", temporary)
        }
        try check(rename(temporary, path), "replace", path)
        try synchronizeDirectory(of: path)
    }

    /// Makes the directory (its parent must exist) and gives it mode 0700.
    package static func makeDirectory(_ path: String) throws(PrivateFileError) {
        if mkdir(path, mode_t(0o700)) != 0, errno != EEXIST {
            try check(-1, "create", path)
        }
        try check(chmod(path, mode_t(0o700)), "set the mode of", path)
    }

    /// The names of what is in a directory, without `.` and `..`, in no order.
    package static func names(in directory: String) throws(PrivateFileError) -> [String] {
        guard let stream = opendir(directory) else {
            throw PrivateFileError(operation: "open", path: directory, errno: errno)
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// Renames a file nobody can use, so that a person can still look at it.
    package static func setAside(_ path: String) throws(PrivateFileError) -> String {
        let aside = "\(path).unreadable"
        try check(rename(path, aside), "set aside", path)
        return aside
    }

    private static func synchronizeDirectory(of path: String) throws(PrivateFileError) {
        let end = path.lastIndex(of: "/") ?? path.startIndex
        let directory = end == path.startIndex ? "/" : String(path[..<end])
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        try check(descriptor, "open", directory)
        defer { close(descriptor) }
        try check(fsync(descriptor), "write to disk", directory)
    }

    private static func check(
        _ result: Int32, _ operation: String, _ path: String
    ) throws(PrivateFileError) {
        guard result < 0 else { return }
        throw PrivateFileError(operation: operation, path: path, errno: errno)
    }
}
