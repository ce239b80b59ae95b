import Glibc
import LinuxSystem

/// Links to containers' logs by names that tell whose they are, for programs that collect the logs
/// of a machine: `/var/log/containers/<pod>_<namespace>_<container>-<id>.log` (kubelet:
/// `legacyLogSymlink`). Calls block for well under a millisecond.
public struct ContainerLogLinks: Sendable, Hashable {
    /// Where the links are.
    let folder: String
    private let logDirectory: String

    /// Nil where the logs are not in a folder called `pods`, beside which the links would be.
    ///
    /// - Parameter logDirectory: of all Pods.
    public init?(logDirectory: String) {
        guard logDirectory.hasSuffix("/pods") else { return nil }
        self.logDirectory = logDirectory
        folder = logDirectory.dropLast("pods".count) + "containers"
    }

    func path(pod: String, namespace: String, container: String, id: String) -> String {
        let name = "\(pod)_\(namespace)_\(container)-\(id)"
        // A name has 255 bytes at most.
        return "\(folder)/\(name.prefix(251)).log"
    }

    /// Leads to a container's log; fine where it does so already.
    ///
    /// - Throws: `SystemError`.
    func make(_ path: String, to log: String) throws {
        try File.makeFolders(folder, mode: 0o755)
        guard symlink(log, path) == 0 || errno == EEXIST else { throw SystemError("symlink", path) }
    }

    /// Fine where there is none.
    func remove(_ path: String) { unlink(path) }

    /// Removes the links to logs in a folder.
    ///
    /// - Parameter podLogs: of one Pod, or of all of them where it is nil.
    public func removeAll(of podLogs: String? = nil) {
        removeAll { $0.hasPrefix((podLogs ?? logDirectory) + "/") }
    }

    /// Removes the links that a killed daemon left behind.
    func removeDangling() {
        removeAll { $0.hasPrefix(logDirectory + "/") && !File.exists($0) }
    }

    private func removeAll(where isToGo: (_ target: String) -> Bool) {
        for name in DirectoryTree.names(in: folder) {
            let path = "\(folder)/\(name)"
            var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
            let count = readlink(path, &buffer, buffer.count)
            guard count > 0 else { continue }
            if isToGo(String(decoding: buffer[..<count], as: UTF8.self)) { unlink(path) }
        }
    }
}
