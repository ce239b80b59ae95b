import CLinux
import Glibc

extension RootedDirectory {
    /// Removes what a path names, with all that is below it; fine where there is nothing. Symbolic
    /// links are removed, never followed.
    ///
    /// - Throws: `SystemError`
    public func remove(_ path: UnsafePointer<CChar>) throws {
        try withParent(of: path) { parent, name in
            try Self.remove(name, in: parent, depth: 0)
        }
    }

    /// Removes all that is in the directory at `path`, but not the directory.
    ///
    /// - Throws: `SystemError`
    public func removeContents(of path: UnsafePointer<CChar>) throws {
        let directory = clinux_open_in_root(
            descriptor, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0)
        guard directory >= 0 else { throw SystemError("open", String(cString: path)) }
        try Self.removeContents(ofOpened: directory, depth: 0)
    }

    /// The names in the directory at `path`, in no order.
    ///
    /// - Throws: `SystemError`
    public func names(in path: UnsafePointer<CChar>) throws -> [[CChar]] {
        let directory = clinux_open_in_root(
            descriptor, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0)
        guard directory >= 0 else { throw SystemError("open", String(cString: path)) }
        return try Self.takeNames(ofOpened: directory) { _ in }
    }

    /// Directories nested deeper than this are refused, as each level holds a descriptor and stack.
    private static let maximumDepth = 500

    private static func remove(
        _ name: UnsafePointer<CChar>, in parent: Int32, depth: Int
    ) throws {
        if unlinkat(parent, name, 0) == 0 || errno == ENOENT { return }
        guard errno == EISDIR || errno == EPERM else {
            throw SystemError("unlink", String(cString: name))
        }
        if unlinkat(parent, name, AT_REMOVEDIR) == 0 || errno == ENOENT { return }
        guard errno == ENOTEMPTY || errno == EEXIST else {
            throw SystemError("rmdir", String(cString: name))
        }
        guard depth < maximumDepth else {
            throw SystemError("rmdir", String(cString: name), code: ENAMETOOLONG)
        }
        let directory = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard directory >= 0 else { throw SystemError("open", String(cString: name)) }
        try removeContents(ofOpened: directory, depth: depth + 1)
        guard unlinkat(parent, name, AT_REMOVEDIR) == 0 || errno == ENOENT else {
            throw SystemError("rmdir", String(cString: name))
        }
    }

    /// Takes over and closes `directory`.
    private static func removeContents(ofOpened directory: Int32, depth: Int) throws {
        _ = try takeNames(ofOpened: directory) { names in
            for name in names { try remove(name, in: directory, depth: depth) }
        }
    }

    /// Takes over and closes `directory`, after `body` has seen its names.
    private static func takeNames(
        ofOpened directory: Int32, _ body: ([[CChar]]) throws -> Void
    ) throws -> [[CChar]] {
        guard let stream = fdopendir(directory) else {
            let error = SystemError("opendir")
            close(directory)
            throw error
        }
        defer { closedir(stream) }
        var names: [[CChar]] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) {
                    Array(UnsafeBufferPointer(start: $0, count: strlen($0) + 1))
                }
            }
            if strcmp(name, ".") != 0, strcmp(name, "..") != 0 { names.append(name) }
        }
        try body(names)
        return names
    }
}
