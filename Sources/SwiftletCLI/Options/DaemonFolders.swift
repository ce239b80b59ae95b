import JSON
import KubeconfigClient

/// Where the local daemon keeps its state and its sockets.
struct DaemonFolders: Sendable, Hashable {
    var root: String
    var runFolder: String

    /// As the daemon does it: its record in the root says where the run folder is, else another root
    /// than the usual one has its run folder in itself.
    ///
    /// - Parameter read: the text of a file; nil where it cannot be read.
    init(root: String?, runFolder: String?, read: (String) -> String?) {
        self.root = root ?? KubeconfigSource.defaultRoot
        if let runFolder {
            self.runFolder = runFolder
            return
        }
        let record = read(self.root + "/daemon.json").flatMap { try? JSONValue(parsing: $0) }
        let isDefault = self.root == KubeconfigSource.defaultRoot
        self.runFolder =
            record?["runDir"]?.stringValue ?? (isDefault ? "/run/swiftlet" : self.root + "/run")
    }

    /// The unix socket on which the daemon answers whoever may open it.
    var socket: String { runFolder + "/swiftlet.sock" }
}
