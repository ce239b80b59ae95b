import Logging

/// The daemon's certificates: an authority of its own, and what it issued to the server and to the
/// administrator.
///
/// A leaf is valid for three years and renewed at a start when less than one is left, so that a
/// daemon may run for a year without a restart. The authority is valid for ten years.
public struct PKI: Sendable {
    public let authorityCertificate: String
    public let serverCertificate: String
    public let serverKey: String
    public let administratorCertificate: String
    public let administratorKey: String

    private static let authorityDays = 3650
    private static let leafDays = 3 * 365
    private static let renewBelowSeconds: Int64 = 365 * 86_400

    /// Reads the certificates in `directory`, and makes those that are missing, unreadable, near
    /// their end or without one of the server's names. The directory's mode becomes 0700; files
    /// have mode 0600.
    ///
    /// - Parameter names: under which clients reach the server.
    /// - Throws: `PrivateFileError` or an error of libcrypto.
    public init(directory: String, serverNames names: [SubjectName], logger: Logger) throws {
        try PrivateFile.makeDirectory(directory)
        let folder = CertificateFolder(path: directory, logger: logger)
        let authority = try folder.authority(
            CertificateRequest(
                commonName: "swiftlet", purpose: .authority, days: Self.authorityDays),
            renewBelowSeconds: Self.renewBelowSeconds)
        let server = try folder.leaf(
            "apiserver",
            CertificateRequest(
                commonName: "swiftlet-apiserver", purpose: .server(names), days: Self.leafDays),
            authority: authority, renewBelowSeconds: Self.renewBelowSeconds)
        let administrator = try folder.leaf(
            "admin",
            CertificateRequest(
                commonName: "kubernetes-admin", organization: "system:masters", purpose: .client,
                days: Self.leafDays),
            authority: authority, renewBelowSeconds: Self.renewBelowSeconds)
        authorityCertificate = try authority.certificate.pem()
        serverCertificate = try server.certificate.pem()
        serverKey = try server.key.pem()
        administratorCertificate = try administrator.certificate.pem()
        administratorKey = try administrator.key.pem()
    }
}

/// A certificate and its key.
struct CertificatePair: ~Copyable {
    let certificate: Certificate
    let key: PrivateKey
}
