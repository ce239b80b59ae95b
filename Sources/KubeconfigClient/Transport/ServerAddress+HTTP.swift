import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOSSL

extension ServerAddress {
    /// Whether the server is on this machine.
    var isLocal: Bool {
        switch endpoint {
        case .unixSocket: true
        case .url(let url):
            ["127.0.0.1", "localhost", "::1", "[::1]"].contains(URL(string: url)?.host() ?? "")
        }
    }

    /// What stands before a request's target in the URL that is given to the HTTP client.
    var baseURL: String {
        switch endpoint {
        case .unixSocket(let path):
            return "http+unix://" + APICall.encode(path)
        case .url(let url):
            // The client connects to the host and checks the certificate for the URL's name.
            guard let tlsServerName, var components = URLComponents(string: url) else { return url }
            components.host = tlsServerName
            return components.string ?? url
        }
    }

    /// The settings of the HTTP client for this server.
    ///
    /// - Throws: `KubeconfigError.malformed` for a certificate or key that cannot be read.
    func httpConfiguration() throws -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: try tlsConfiguration(), redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(10)))
        // The caller decides whether to try again, and says so.
        configuration.connectionPool.retryConnectionEstablishment = false
        if case .url(let url) = endpoint, let tlsServerName, let host = URL(string: url)?.host() {
            configuration.dnsOverride = [tlsServerName: host]
        }
        return configuration
    }

    /// What is checked of the server, and what is shown to it.
    ///
    /// - Throws: `KubeconfigError.malformed` for a certificate or key that cannot be read.
    package func tlsConfiguration() throws -> TLSConfiguration {
        var tls = TLSConfiguration.makeClientConfiguration()
        if skipsVerification { tls.certificateVerification = .none }
        if let certificateAuthority {
            let certificates = try pem("certificate-authority") {
                try NIOSSLCertificate.fromPEMBytes(certificateAuthority)
            }
            tls.trustRoots = .certificates(certificates)
        }
        if let clientCertificate {
            tls.certificateChain = try pem("client-certificate") {
                try NIOSSLCertificate.fromPEMBytes(clientCertificate.chain).map { .certificate($0) }
            }
            tls.privateKey = try pem("client-key") {
                .privateKey(try NIOSSLPrivateKey(bytes: clientCertificate.key, format: .pem))
            }
        }
        return tls
    }

    private func pem<Value>(_ member: String, _ read: () throws -> Value) throws -> Value {
        do {
            return try read()
        } catch {
            throw KubeconfigError.malformed(
                path: "for \(display)", reason: "its \(member) is not in PEM form")
        }
    }
}
