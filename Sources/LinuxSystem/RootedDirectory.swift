import CLinux
import Glibc

/// A directory that paths cannot leave: every path is resolved with it as the root, whatever `..`,
/// absolute names and symbolic links below it say (openat2(2) with `RESOLVE_IN_ROOT`).
///
/// It is the way to touch anything inside a container's root file system or a layer, whose content
/// is not to be trusted. Paths are C strings, since file names need not be UTF-8; a Swift `String`
/// may be passed as it is. The last part of a path is not followed where it is a symbolic link,
/// except by `withFile`, `readFile` and `createDirectories`.
public final class RootedDirectory: Sendable {
    /// Open as long as this object lives.
    public let descriptor: Int32

    /// Opens the directory at `path`, which is itself trusted.
    ///
    /// - Throws: `SystemError`
    public init(path: String) throws {
        descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("open", path) }
    }

    deinit {
        close(descriptor)
    }

    // MARK: - Reading

    /// Opens a file for the time of `body`, following symbolic links inside the root.
    ///
    /// - Parameters:
    ///   - flags: of open(2); close-on-exec is added.
    ///   - mode: of a file made by `O_CREAT`, less the process's umask.
    /// - Throws: `SystemError`, and what `body` throws.
    public func withFile<Result>(
        _ path: UnsafePointer<CChar>, flags: Int32 = O_RDONLY, mode: UInt32 = 0,
        _ body: (Int32) throws -> Result
    ) throws -> Result {
        let file = clinux_open_in_root(descriptor, path, flags | O_CLOEXEC, mode)
        guard file >= 0 else { throw SystemError("open", String(cString: path)) }
        defer { close(file) }
        return try body(file)
    }

    /// The content of a regular file, following symbolic links inside the root.
    ///
    /// - Parameter limit: bytes; a larger file fails with `EFBIG`.
    /// - Throws: `SystemError`, with `EINVAL` where it is no regular file.
    public func readFile(_ path: UnsafePointer<CChar>, limit: Int = 16 << 20) throws -> [UInt8] {
        // Not blocking, since opening a FIFO would wait for its writer.
        try withFile(path, flags: O_RDONLY | O_NONBLOCK) { file in
            var status = stat()
            guard fstat(file, &status) == 0 else {
                throw SystemError("stat", String(cString: path))
            }
            guard status.st_mode & S_IFMT == S_IFREG else {
                throw SystemError("read", String(cString: path), code: EINVAL)
            }
            var content: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 64 << 10)
            while true {
                let count = read(file, &buffer, buffer.count)
                guard count >= 0 else {
                    if errno == EINTR { continue }
                    throw SystemError("read", String(cString: path))
                }
                if count == 0 { return content }
                content.append(contentsOf: buffer[..<count])
                guard content.count <= limit else {
                    throw SystemError("read", String(cString: path), code: EFBIG)
                }
            }
        }
    }

    /// What lstat(2) says of a path; nil where there is nothing.
    ///
    /// - Throws: `SystemError`
    public func status(_ path: UnsafePointer<CChar>) throws -> FileStatus? {
        let file = clinux_open_in_root(
            descriptor, path, CLINUX_O_PATH | O_NOFOLLOW | O_CLOEXEC, 0)
        guard file >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw SystemError("open", String(cString: path))
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw SystemError("stat", String(cString: path)) }
        return FileStatus(status)
    }

    // MARK: - Making

    /// Calls `body` with the directory that a path's last part lies in, and that last part.
    ///
    /// The name is never empty, `.` or `..`, and has no slash, so that the calls ending in `at` with
    /// `AT_SYMLINK_NOFOLLOW` stay inside the root.
    ///
    /// - Throws: `SystemError`, with `EINVAL` where the path names the root itself.
    public func withParent<Result>(
        of path: UnsafePointer<CChar>,
        _ body: (_ parent: Int32, _ name: UnsafePointer<CChar>) throws -> Result
    ) throws -> Result {
        let slash = CChar(bitPattern: UInt8(ascii: "/"))
        var bytes = Array(UnsafeBufferPointer(start: path, count: strlen(path)))
        while bytes.last == slash { bytes.removeLast() }
        let nameStart = (bytes.lastIndex(of: slash) ?? -1) + 1
        let name = Array(bytes[nameStart...]) + [0]
        guard name.count > 1, strcmp(name, ".") != 0, strcmp(name, "..") != 0 else {
            throw SystemError("resolve", String(cString: path), code: EINVAL)
        }
        guard nameStart > 0 else { return try body(descriptor, name) }
        let parent = clinux_open_in_root(
            descriptor, Array(bytes[..<nameStart]) + [0],
            CLINUX_O_PATH | O_DIRECTORY | O_CLOEXEC, 0)
        guard parent >= 0 else { throw SystemError("open", String(cString: path)) }
        defer { close(parent) }
        return try body(parent, name)
    }

    /// Makes one directory, with exactly `mode`.
    ///
    /// - Throws: `SystemError`
    public func createDirectory(_ path: UnsafePointer<CChar>, mode: UInt32 = 0o755) throws {
        try withParent(of: path) { parent, name in
            guard mkdirat(parent, name, mode) == 0, fchmodat(parent, name, mode, 0) == 0 else {
                throw SystemError("mkdir", String(cString: path))
            }
        }
    }

    /// Makes a directory and those above it that are missing; fine where it exists. Symbolic links
    /// to directories are followed inside the root.
    ///
    /// - Throws: `SystemError`, with `ENOTDIR` where something else is in the way.
    public func createDirectories(_ path: UnsafePointer<CChar>, mode: UInt32 = 0o755) throws {
        let directory = clinux_open_in_root(
            descriptor, path, CLINUX_O_PATH | O_DIRECTORY | O_CLOEXEC, 0)
        if directory >= 0 {
            close(directory)
            return
        }
        guard errno == ENOENT else { throw SystemError("open", String(cString: path)) }
        let slash = CChar(bitPattern: UInt8(ascii: "/"))
        var bytes = Array(UnsafeBufferPointer(start: path, count: strlen(path)))
        while bytes.last == slash { bytes.removeLast() }
        if let end = bytes.lastIndex(of: slash), end > 0 {
            try createDirectories(Array(bytes[..<end]) + [0], mode: mode)
        }
        do {
            try createDirectory(bytes + [0], mode: mode)
        } catch let error as SystemError where error.code == EEXIST {
            // Made by somebody else meanwhile, or a link that leads nowhere.
            try withFile(path, flags: CLINUX_O_PATH | O_DIRECTORY) { _ in }
        }
    }

    /// Makes a symbolic link; its target is kept as it is.
    ///
    /// - Throws: `SystemError`
    public func createSymbolicLink(
        _ path: UnsafePointer<CChar>, target: UnsafePointer<CChar>
    ) throws {
        try withParent(of: path) { parent, name in
            guard symlinkat(target, parent, name) == 0 else {
                throw SystemError("symlink", String(cString: path))
            }
        }
    }

    /// Gives the file at `existing`, both inside the root, a second name.
    ///
    /// - Throws: `SystemError`
    public func createHardLink(
        _ path: UnsafePointer<CChar>, existing: UnsafePointer<CChar>
    ) throws {
        try withParent(of: existing) { existingParent, existingName in
            try withParent(of: path) { parent, name in
                guard linkat(existingParent, existingName, parent, name, 0) == 0 else {
                    throw SystemError("link", String(cString: path))
                }
            }
        }
    }

    /// Makes a device, FIFO or socket (mknod(2)), with exactly the permissions of `mode`.
    ///
    /// - Parameter mode: type and permissions.
    /// - Throws: `SystemError`
    public func createNode(
        _ path: UnsafePointer<CChar>, mode: UInt32, device: UInt = 0
    ) throws {
        try withParent(of: path) { parent, name in
            guard mknodat(parent, name, mode, device) == 0,
                fchmodat(parent, name, mode & 0o7777, 0) == 0
            else { throw SystemError("mknod", String(cString: path)) }
        }
    }
}
