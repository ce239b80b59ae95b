import AccessControl
import NIOCore
import NIOSSL
import Synchronization

/// Who is at the other end of a connection.
struct ClientConnection: Sendable {
    let caller: IncomingRequest.Caller
    /// IP address; nil on the socket.
    let address: String?

    /// The socket, which only the administrator can open.
    static let socket = ClientConnection(caller: .administrator, address: nil)
}

/// Finds out who is at the other end of TLS connections, once for each.
final class ClientConnections: Sendable {
    private let identities = CertificateIdentity()
    /// By their channel, while they are open.
    private let known = Mutex<[ObjectIdentifier: ClientConnection]>([:])

    /// Looks for a certificate of our authority.
    ///
    /// The TLS handshake ends where a certificate is presented that does not verify, so one that is
    /// there is good.
    ///
    /// - Parameter channel: of a connection (HTTP/1.1) or of one of its streams (HTTP/2).
    func connection(of channel: any Channel) async -> ClientConnection {
        let candidates = [channel, channel.parent].compactMap { $0 }
        for candidate in candidates {
            let present = known.withLock { $0[ObjectIdentifier(candidate)] }
            if let present { return present }
        }
        let address = candidates.lazy.compactMap { $0.remoteAddress?.ipAddress }.first
        for candidate in candidates {
            do {
                let certificate = try await candidate.nioSSL_peerCertificate().get()
                let user = try certificate.flatMap { identities.user(of: try $0.toDERBytes()) }
                let connection = ClientConnection(
                    caller: user.map { .certificate($0) } ?? .stranger, address: address)
                remember(connection, candidate)
                return connection
            } catch {
                // No TLS in this pipeline: the connection is the parent.
                continue
            }
        }
        return ClientConnection(caller: .stranger, address: address)
    }

    private func remember(_ connection: ClientConnection, _ channel: any Channel) {
        let identifier = ObjectIdentifier(channel)
        known.withLock { $0[identifier] = connection }
        // At once where it is closed already.
        channel.closeFuture.whenComplete { [self] _ in
            known.withLock { _ = $0.removeValue(forKey: identifier) }
        }
    }
}
