import ArgumentParser
import Glibc
import KubeconfigClient

/// A command that talks to the local daemon about what is not part of the Kubernetes API.
protocol DaemonCommand: ClientCommand {}

extension DaemonCommand {
    mutating func run() async throws {
        let command = self
        try await reportingErrors {
            let server = try command.connection.daemon()
            try await KubeconfigClient.connected(to: server) { try await command.run($0) }
        }
    }
}

extension ConnectionOptions {
    /// The local daemon: by its socket where this process may open it, else by its own kubeconfig.
    ///
    /// Another cluster's kubeconfig is used only where an option names it.
    ///
    /// - Throws: `KubeconfigError`
    func daemon() throws -> ServerAddress {
        if kubeconfig != nil || context != nil { return try server() }
        let folders = daemonFolders
        let own = folders.root + "/kubeconfig"
        if access(folders.socket, R_OK | W_OK) != 0, access(own, R_OK) == 0 {
            return try KubeconfigSource(flag: own).server(context: nil)
        }
        // Where there is neither, this one says that nobody answers, and how to start the daemon.
        return ServerAddress(endpoint: .unixSocket(path: folders.socket))
    }
}
