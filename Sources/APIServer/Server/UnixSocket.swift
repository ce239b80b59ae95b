import AccessControl
import Glibc

/// The file of the plain-text listener.
///
/// The socket is made inside a folder with mode 0700 and moved to its place with its final mode, so
/// that at no moment another user can connect.
struct UnixSocket {
    /// Where clients find it.
    let path: String

    /// Where it is bound.
    var temporaryPath: String { temporaryDirectory + "/s" }

    private var temporaryDirectory: String { path + ".new" }

    /// Makes room for the socket.
    ///
    /// - Throws: `APIServerError.socketInUse` where something answers on it already.
    func prepare() throws {
        guard path.utf8.count <= 100 else { throw APIServerError.socketPathTooLong(path) }
        if hasListener { throw APIServerError.socketInUse(path) }
        try PrivateFile.makeDirectory(temporaryDirectory)
        unlink(temporaryPath)
    }

    /// Gives the bound socket its mode and its place.
    func publish() throws(PrivateFileError) {
        defer { rmdir(temporaryDirectory) }
        guard chmod(temporaryPath, mode_t(0o600)) == 0 else {
            throw PrivateFileError(operation: "set the mode of", path: temporaryPath, errno: errno)
        }
        guard rename(temporaryPath, path) == 0 else {
            throw PrivateFileError(operation: "create", path: path, errno: errno)
        }
    }

    func remove() {
        unlink(path)
        unlink(temporaryPath)
        rmdir(temporaryDirectory)
    }

    private var hasListener: Bool {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, size) == 0
            }
        }
    }
}
