import Glibc

/// Whole files, read and written at once.
public enum File {
    /// - Throws: `SystemError`, with `ENOENT` where there is none.
    public static func read(_ path: String) throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("open", path) }
        defer { close(descriptor) }
        return try readAll(descriptor, subject: path)
    }

    /// Writes a file so that after a crash of the machine it holds either what it held or all of
    /// `contents`: temporary file, fsync, rename, fsync of the folder.
    ///
    /// - Throws: `SystemError`.
    public static func writeDurably(
        _ contents: [UInt8], to path: String, mode: mode_t = 0o600
    ) throws {
        try replace(contents, at: path, mode: mode, synchronized: true)
        try synchronizeFolder(of: path)
    }

    /// Writes a file so that readers, and this program after a crash of its own, find either what
    /// it held or all of `contents`. Only `writeDurably` outlives a crash of the machine.
    ///
    /// - Throws: `SystemError`.
    public static func replace(
        _ contents: [UInt8], at path: String, mode: mode_t = 0o600, synchronized: Bool = false
    ) throws {
        let temporary = path + ".new"
        do {
            try write(contents, to: temporary, mode: mode, synchronized: synchronized)
            guard rename(temporary, path) == 0 else { throw SystemError("rename", path) }
        } catch {
            unlink(temporary)
            throw error
        }
    }

    /// Writes a file in place; with `synchronized`, onto the disk.
    ///
    /// - Throws: `SystemError`.
    public static func write(
        _ contents: [UInt8], to path: String, mode: mode_t = 0o600, synchronized: Bool = false
    ) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw SystemError("create", path) }
        defer { close(descriptor) }
        try writeAll(contents, to: descriptor, subject: path)
        if synchronized {
            guard fsync(descriptor) == 0 else { throw SystemError("fsync", path) }
        }
    }

    public static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }

    /// rename(2)
    ///
    /// - Throws: `SystemError`.
    public static func move(_ path: String, to destination: String) throws {
        guard rename(path, destination) == 0 else { throw SystemError("rename", path) }
    }

    /// Makes a folder and those above it.
    ///
    /// - Throws: `SystemError`.
    public static func makeFolders(_ path: String, mode: mode_t = 0o755) throws {
        if mkdir(path, mode) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
            throw SystemError("mkdir", path)
        }
        try makeFolders(String(path[..<slash]), mode: mode)
        guard mkdir(path, mode) == 0 || errno == EEXIST else { throw SystemError("mkdir", path) }
    }

    /// The names in a folder without `.` and `..`, sorted; empty where there is no such folder.
    public static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Removes a file or a folder with all in it, without following links or crossing into mounts
    /// that cannot be removed; fine where nothing is.
    ///
    /// - Throws: `SystemError`.
    public static func removeTree(_ path: String) throws {
        if unlink(path) == 0 || errno == ENOENT { return }
        guard errno == EISDIR || errno == EPERM else { throw SystemError("remove", path) }
        for name in names(in: path) { try removeTree(path + "/" + name) }
        guard rmdir(path) == 0 || errno == ENOENT else { throw SystemError("remove", path) }
    }

    /// What is left to read from a descriptor, up to its end or an error.
    public static func readToEnd(_ descriptor: Int32) -> [UInt8] {
        (try? readAll(descriptor, subject: "")) ?? []
    }

    static func readAll(_ descriptor: Int32, subject: String) throws -> [UInt8] {
        var contents: [UInt8] = []
        while true {
            var count = 0
            let piece = [UInt8](unsafeUninitializedCapacity: 16 << 10) { buffer, size in
                count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                size = max(count, 0)
            }
            if count == 0 { return contents }
            guard count > 0 || errno == EINTR else { throw SystemError("read", subject) }
            contents += piece
        }
    }

    static func writeAll(_ contents: [UInt8], to descriptor: Int32, subject: String) throws {
        var written = 0
        while written < contents.count {
            let count = contents.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress! + written, $0.count - written)
            }
            guard count >= 0 || errno == EINTR else { throw SystemError("write", subject) }
            written += max(count, 0)
        }
    }

    private static func synchronizeFolder(of path: String) throws {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let descriptor = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("open", folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw SystemError("fsync", folder) }
    }
}
