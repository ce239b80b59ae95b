import AccessControl
import NIOCore
import NIOSSL

/// Who is at the other end of a connection.
struct ClientConnection: Sendable {
    let caller: IncomingRequest.Caller
    /// IP address; nil on the socket.
    let address: String?

    /// The socket, which only the administrator can open.
    static let socket = ClientConnection(caller: .administrator, address: nil)

    init(caller: IncomingRequest.Caller, address: String?) {
        self.caller = caller
        self.address = address
    }

    /// Looks for a certificate of our authority.
    ///
    /// The TLS handshake ends where a certificate is presented that does not verify, so one that is
    /// there is good.
    ///
    /// - Parameter channel: of a connection (HTTP/1.1) or of one of its streams (HTTP/2).
    init(secure channel: any Channel, _ identities: CertificateIdentity) async {
        let candidates = [channel, channel.parent].compactMap { $0 }
        address = candidates.lazy.compactMap { $0.remoteAddress?.ipAddress }.first
        for candidate in candidates {
            do {
                let certificate = try await candidate.nioSSL_peerCertificate().get()
                let user = try certificate.flatMap { identities.user(of: try $0.toDERBytes()) }
                caller = user.map { .certificate($0) } ?? .stranger
                return
            } catch {
                // No TLS in this pipeline: the connection is the parent.
                continue
            }
        }
        caller = .stranger
    }
}
