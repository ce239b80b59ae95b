import NIOSSL
import OCI

/// A host that serves a registry's images, and how to speak with it.
struct RegistryHost: Sendable {
    enum Capability: String, Sendable, Hashable, CaseIterable {
        /// Manifests and blobs by their digest.
        case pull
        /// What a tag stands for.
        case resolve
        case push
    }

    var endpoint: RegistryEndpoint
    var capabilities = Set(Capability.allCases)
    /// Nil for the system's authorities and no certificate of our own.
    var tlsConfiguration: TLSConfiguration?
    /// Sent with each request.
    var headers: [(name: String, value: String)] = []
    /// The registry it stands for, told to it where it is another (`ns`).
    var namespace: String?

    init(_ endpoint: RegistryEndpoint) {
        self.endpoint = endpoint
    }

    /// Makes the settings of TLS from PEM files.
    ///
    /// - Parameters:
    ///   - authorities: certificates that are trusted beside the system's own.
    ///   - clientCertificates: pairs of a certificate and its key, which may be the same file.
    /// - Throws: `ImageStoreError` that names the file.
    mutating func useTLS(
        authorities: [String], clientCertificates: [(certificate: String, key: String)],
        skipsVerification: Bool
    ) throws(ImageStoreError) {
        guard !authorities.isEmpty || !clientCertificates.isEmpty || skipsVerification else {
            return
        }
        var tls = TLSConfiguration.makeClientConfiguration()
        if skipsVerification { tls.certificateVerification = .none }
        tls.additionalTrustRoots = try authorities.map { path throws(ImageStoreError) in
            .certificates(try Self.read(path) { try NIOSSLCertificate.fromPEMFile($0) })
        }
        if let pair = clientCertificates.first {
            tls.certificateChain = try Self.read(pair.certificate) {
                try NIOSSLCertificate.fromPEMFile($0).map { .certificate($0) }
            }
            tls.privateKey = .privateKey(
                try Self.read(pair.key) { try NIOSSLPrivateKey(file: $0, format: .pem) })
        }
        tlsConfiguration = tls
    }

    private static func read<Value>(
        _ path: String, _ body: (String) throws -> Value
    ) throws(ImageStoreError) -> Value {
        do {
            return try body(path)
        } catch {
            throw ImageStoreError(
                .registryUnavailable, "\(path) cannot be read, or is not in PEM form")
        }
    }
}
