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
    /// The local daemon: by its socket where this process may open it, else by the kubeconfig.
    ///
    /// - Throws: `KubeconfigError`
    func daemon() throws -> ServerAddress {
        let socket = daemonFolders.socket
        let isGiven = kubeconfig != nil || context != nil
        if !isGiven, access(socket, R_OK | W_OK) == 0 {
            return ServerAddress(endpoint: .unixSocket(path: socket))
        }
        do {
            return try server()
        } catch KubeconfigError.notFound {
            // Says which socket nobody answers on, and how to start the daemon.
            return ServerAddress(endpoint: .unixSocket(path: socket))
        }
    }
}
