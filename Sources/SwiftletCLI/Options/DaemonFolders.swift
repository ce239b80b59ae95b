import KubeconfigClient

/// Where the local daemon keeps its state and its sockets.
struct DaemonFolders: Sendable, Hashable {
    var root: String
    var runFolder: String

    /// As the daemon does it: another root has its run folder in itself.
    init(root: String?, runFolder: String?) {
        self.root = root ?? KubeconfigSource.defaultRoot
        let isDefault = self.root == KubeconfigSource.defaultRoot
        self.runFolder = runFolder ?? (isDefault ? "/run/swiftlet" : self.root + "/run")
    }

    /// The unix socket on which the daemon answers whoever may open it.
    var socket: String { runFolder + "/swiftlet.sock" }
}
