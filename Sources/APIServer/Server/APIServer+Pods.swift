import AccessControl
import Glibc
import HummingbirdCore
import Logging
import NIOCore

extension APIServer {
    /// Where Pods find an API server, as in every cluster.
    private static let standardPort = 443

    /// Serves the TLS port on the address that only Pods reach as well: the same certificates, the
    /// same authentication. Where the standard port is taken there, another one does.
    ///
    /// Pods run without it, so its failure is told and ends nothing.
    func listenForPods(pki: PKI, tracker: ConnectionTracker) async throws {
        guard let address = configuration.podAddress else { return }
        for port in [Self.standardPort, configuration.port, 0] {
            let server = try secureServer(
                pki: pki, tracker: tracker, host: address, port: port
            ) { [onReachableByPods] in await onReachableByPods(address, $0) }
            do {
                return try await server.run()
            } catch let error as IOError where error.errnoCode == EADDRINUSE && port != 0 {
                continue
            } catch {
                logger.warning(
                    "Pods cannot reach the API server",
                    metadata: ["address": "\(address):\(port)", "error": "\(error)"])
                return
            }
        }
    }
}
