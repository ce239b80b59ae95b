import Glibc
import LinuxSystem

/// Removal of whole trees, without following symbolic links.
enum DirectoryTree {
    /// Removes a file or a directory with all it has; fine where there is nothing.
    static func remove(_ path: String) throws {
        try remove(path, in: AT_FDCWD, described: path)
    }

    /// The names in a directory; empty where there is none.
    static func names(in path: String) -> [String] {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        return names(takingOver: descriptor)
    }

    private static func remove(_ name: String, in parent: Int32, described path: String) throws {
        if unlinkat(parent, name, 0) == 0 || errno == ENOENT { return }
        guard errno == EISDIR || errno == EPERM else { throw SystemError("unlink", path) }
        let descriptor = openat(
            parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("open", path) }
        defer { close(descriptor) }
        for child in names(takingOver: fcntl(descriptor, F_DUPFD_CLOEXEC, 0)) {
            try remove(child, in: descriptor, described: "\(path)/\(child)")
        }
        guard unlinkat(parent, name, AT_REMOVEDIR) == 0 || errno == ENOENT else {
            throw SystemError("rmdir", path)
        }
    }

    private static func names(takingOver descriptor: Int32) -> [String] {
        guard descriptor >= 0, let stream = fdopendir(descriptor) else { return [] }
        defer { closedir(stream) }
        rewinddir(stream)
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
