import COpenSSL
import Synchronization

/// Reads from client certificates who holds them: the common name is the user, each organization a
/// group, as in Kubernetes.
public final class CertificateIdentity: Sendable {
    /// Those seen lately, by their DER: a client sends many requests with one certificate.
    private let known = Mutex<[[UInt8]: UserInfo]>([:])
    private static let capacity = 256

    public init() {}

    /// The holder of a certificate that the TLS handshake has verified; nil where it names nobody.
    public func user(of der: [UInt8]) -> UserInfo? {
        if let user = known.withLock({ $0[der] }) { return user }
        guard let user = Self.read(der) else { return nil }
        known.withLock { known in
            if known.count >= Self.capacity { known.removeAll() }
            known[der] = user
        }
        return user
    }

    private static func read(_ der: [UInt8]) -> UserInfo? {
        defer { ERR_clear_error() }
        let pointer = der.withUnsafeBufferPointer { buffer in
            var start = buffer.baseAddress
            return d2i_X509(nil, &start, buffer.count)
        }
        guard let pointer else { return nil }
        let certificate = Certificate(owning: pointer)
        guard let name = certificate.subjectEntries(NID_commonName).first, !name.isEmpty else {
            return nil
        }
        return UserInfo(
            username: name, groups: certificate.subjectEntries(NID_organizationName),
            extra: [
                "authentication.kubernetes.io/credential-id": [
                    "X509SHA256=" + Digest.hexadecimal(Digest.sha256(der))
                ]
            ])
    }
}

extension Certificate {
    /// The values of one part of the subject's name, in their order.
    ///
    /// - Parameter identifier: `NID_commonName` and the like.
    func subjectEntries(_ identifier: Int32) -> [String] {
        let subject = X509_get_subject_name(pointer)
        var values: [String] = []
        var index = X509_NAME_get_index_by_NID(subject, identifier, -1)
        while index >= 0 {
            if let text = Self.text(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, index))) {
                values.append(text)
            }
            index = X509_NAME_get_index_by_NID(subject, identifier, index)
        }
        return values
    }

    private static func text(_ value: UnsafeMutablePointer<ASN1_STRING>?) -> String? {
        var buffer: UnsafeMutablePointer<UInt8>?
        let count = ASN1_STRING_to_UTF8(&buffer, value)
        guard count >= 0, let buffer else { return nil }
        defer { CRYPTO_free(buffer, #file, #line) }
        return String(
            validating: UnsafeBufferPointer(start: buffer, count: Int(count)), as: UTF8.self)
    }
}
