import NIOCore
import NIOSSL

/// Who is at the other end of a connection.
enum ClientCertificate {
    /// Whether the client has a certificate of our authority.
    ///
    /// The TLS handshake ends where a certificate is presented that does not verify, so one that is
    /// there is good.
    ///
    /// - Parameter channel: of a connection (HTTP/1.1) or of one of its streams (HTTP/2).
    static func isPresent(on channel: any Channel) async -> Bool {
        for candidate in [channel, channel.parent].compactMap({ $0 }) {
            do {
                return try await candidate.nioSSL_peerCertificate().get() != nil
            } catch {
                // No TLS in this pipeline: the connection is the parent.
                continue
            }
        }
        return false
    }
}
