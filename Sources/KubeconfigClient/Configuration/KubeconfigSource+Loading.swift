import FoundationEssentials
import Glibc

extension KubeconfigSource {
    /// Reads and merges the files.
    ///
    /// - Throws: `KubeconfigError`
    public func load() throws -> (configuration: Kubeconfig, path: String) {
        let files = try readableFiles()
        let configuration = try files.map(Self.read).reduce(Kubeconfig()) { $0.merged(with: $1) }
        return (configuration, files.joined(separator: ":"))
    }

    private func readableFiles() throws -> [String] {
        do {
            return try files { access($0, R_OK) == 0 }
        } catch KubeconfigError.notFound(let tried) {
            throw KubeconfigError.notFound(
                tried: tried.map {
                    access($0, R_OK) != 0 && errno == EACCES ? "\($0) (permission denied)" : $0
                })
        }
    }

    /// The server that a context of these files leads to.
    ///
    /// - Parameter context: nil takes the current one.
    /// - Throws: `KubeconfigError`
    public func server(context: String?) throws -> ServerAddress {
        let (configuration, path) = try load()
        return try ServerAddress(configuration, context: context, path: path, read: readFile)
    }

    private static func read(_ path: String) throws -> Kubeconfig {
        let bytes = try readFile(path)
        let absolute =
            path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
        let folder = absolute[..<(absolute.lastIndex(of: "/") ?? absolute.endIndex)]
        return try Kubeconfig(parsing: String(decoding: bytes, as: UTF8.self), path: path)
            .resolved(against: String(folder))
    }
}

/// The bytes of a file that a kubeconfig consists of or names.
///
/// - Throws: `KubeconfigError.unreadable`
func readFile(_ path: String) throws -> [UInt8] {
    guard let file = fopen(path, "re") else {
        throw KubeconfigError.unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16384)
    while true {
        let count = fread(&buffer, 1, buffer.count, file)
        bytes += buffer[..<count]
        if count < buffer.count { break }
    }
    guard ferror(file) == 0 else {
        throw KubeconfigError.unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    return bytes
}
