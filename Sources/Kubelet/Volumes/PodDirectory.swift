import Glibc
import LinuxSystem

/// The files of one Pod below the kubelet's root: `pods/<uid>/…`.
struct PodDirectory: Sendable, Hashable {
    /// `<root>/pods/<uid>`
    let path: String

    init(root: String, uid: String) {
        path = "\(root)/pods/\(uid)"
    }

    var hosts: String { path + "/etc-hosts" }
    var resolverConfiguration: String { path + "/resolv.conf" }
    var hostname: String { path + "/hostname" }
    var volumes: String { path + "/volumes" }

    var subPaths: String { path + "/volume-subpaths" }

    /// Where the parts of volumes that a container mounts are held.
    func subPaths(container: String) -> String {
        "\(subPaths)/\(container)"
    }

    /// Where a volume of this kind is, which lives in the Pod's directory.
    func volume(_ name: String, _ kind: VolumeKind) -> String {
        "\(volumes)/\(kind.rawValue)/\(name)"
    }

    /// What the container of this attempt leaves as its termination message.
    func terminationFile(container: String, attempt: Int) -> String {
        "\(path)/containers/\(container)/\(attempt)"
    }

    /// Makes a directory and those above it, with mode 0755; fine where it exists.
    static func make(_ path: String) throws {
        if mkdir(path, 0o755) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
            throw SystemError("mkdir", path)
        }
        try make(String(path[..<slash]))
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw SystemError("mkdir", path) }
    }

    /// Replaces a file's content as a whole; what has it open or mounted keeps the old one.
    static func write(_ content: String, to path: String, mode: mode_t = 0o644) throws {
        let temporary = path + ".new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw SystemError("open", temporary) }
        defer { close(descriptor) }
        // The mode given to open() is cut by the umask.
        guard fchmod(descriptor, mode) == 0 else { throw SystemError("chmod", temporary) }
        var rest = Array(content.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw SystemError("write", temporary) }
            rest = rest.dropFirst(count)
        }
        guard rename(temporary, path) == 0 else { throw SystemError("rename", path) }
    }

    /// The content of a small file; nil where it cannot be read.
    ///
    /// - Parameter limit: bytes from its beginning.
    static func read(_ path: String, limit: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: limit)
        var filled = 0
        while filled < limit {
            let count = buffer.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress! + filled, limit - filled)
            }
            if count <= 0 { break }
            filled += count
        }
        return Array(buffer[..<filled])
    }

    /// The last bytes of a file; nil where it cannot be read.
    static func readEnd(_ path: String, limit: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let size = lseek(descriptor, 0, SEEK_END)
        let start = max(size - limit, 0)
        var buffer = [UInt8](repeating: 0, count: limit)
        let count = buffer.withUnsafeMutableBytes {
            pread(descriptor, $0.baseAddress, limit, start)
        }
        return count < 0 ? nil : Array(buffer[..<count])
    }
}
