import Glibc

/// Finds and reads manifests on disk.
enum ManifestFiles {
    /// The file at `path`, or the manifests of the folder there, in the order of their names.
    ///
    /// - Throws: `ManifestError`
    static func files(at path: String, recursive: Bool) throws -> [String] {
        guard try isFolder(path) else { return [path] }
        let found = try filesInFolder(path, recursive: recursive)
        guard !found.isEmpty else { throw ManifestError.noManifests(folder: path) }
        return found
    }

    private static func filesInFolder(_ folder: String, recursive: Bool) throws -> [String] {
        guard let stream = opendir(folder) else { throw unreadable(folder) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return try names.sorted().flatMap { name -> [String] in
            let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
            if try isFolder(path) {
                return recursive ? try filesInFolder(path, recursive: true) : []
            }
            return [".yaml", ".yml", ".json"].contains(where: name.hasSuffix) ? [path] : []
        }
    }

    private static func isFolder(_ path: String) throws -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { throw unreadable(path) }
        return status.st_mode & S_IFMT == S_IFDIR
    }

    static func text(of path: String) throws -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path) }
        defer { close(descriptor) }
        return try text(from: descriptor, path: path)
    }

    static func standardInput() throws -> String {
        try text(from: STDIN_FILENO, path: "standard input")
    }

    private static func text(from descriptor: CInt, path: String) throws -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw unreadable(path)
            }
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer[..<count]
        }
    }

    private static func unreadable(_ path: String) -> ManifestError {
        errno == ENOENT
            ? .missingFile(path)
            : .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
}
