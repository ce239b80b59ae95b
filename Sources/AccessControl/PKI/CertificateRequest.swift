import COpenSSL

/// What a certificate is to say.
struct CertificateRequest {
    enum Purpose {
        case authority
        case server([SubjectName])
        case client
    }

    let commonName: String
    /// Kubernetes reads groups from it.
    var organization: String?
    let purpose: Purpose
    /// Days from now; it is valid from an hour ago, for clocks that differ.
    let days: Int

    /// - Parameter issuer: nil signs it with its own key.
    func sign(
        key: borrowing PrivateKey, issuer: borrowing Certificate, issuerKey: borrowing PrivateKey
    ) throws(OpenSSLError) -> Certificate {
        let certificate = try unsigned(key: key)
        guard X509_set_issuer_name(certificate.pointer, X509_get_subject_name(issuer.pointer)) == 1
        else { throw OpenSSLError("name the issuer of a certificate") }
        try addExtensions(to: certificate, issuer: issuer)
        guard X509_sign(certificate.pointer, issuerKey.pointer, EVP_sha256()) > 0 else {
            throw OpenSSLError("sign a certificate")
        }
        return certificate
    }

    /// Signs it with its own key.
    func selfSign(key: borrowing PrivateKey) throws(OpenSSLError) -> Certificate {
        let certificate = try unsigned(key: key)
        guard
            X509_set_issuer_name(certificate.pointer, X509_get_subject_name(certificate.pointer))
                == 1
        else { throw OpenSSLError("name the issuer of a certificate") }
        try addExtensions(to: certificate, issuer: certificate)
        guard X509_sign(certificate.pointer, key.pointer, EVP_sha256()) > 0 else {
            throw OpenSSLError("sign a certificate")
        }
        return certificate
    }

    private func unsigned(key: borrowing PrivateKey) throws(OpenSSLError) -> Certificate {
        guard let pointer = X509_new() else { throw OpenSSLError("make a certificate") }
        let certificate = Certificate(owning: pointer)
        try setSerialNumber(of: certificate)
        // Version 3 is written as 2.
        guard X509_set_version(pointer, 2) == 1, X509_set_pubkey(pointer, key.pointer) == 1,
            X509_gmtime_adj(X509_getm_notBefore(pointer), -3600) != nil,
            X509_gmtime_adj(X509_getm_notAfter(pointer), days * 86_400) != nil
        else { throw OpenSSLError("fill a certificate") }
        try addNameEntry("CN", commonName, to: certificate)
        if let organization { try addNameEntry("O", organization, to: certificate) }
        return certificate
    }

    /// 127 random bits: RFC 5280 wants it positive, CA/Browser rules at least 64 bits.
    private func setSerialNumber(of certificate: borrowing Certificate) throws(OpenSSLError) {
        guard let number = BN_new() else { throw OpenSSLError("make a serial number") }
        defer { BN_free(number) }
        guard BN_rand(number, 127, 0, 0) == 1,
            BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate.pointer)) != nil
        else { throw OpenSSLError("make a serial number") }
    }

    private func addNameEntry(
        _ field: String, _ value: String, to certificate: borrowing Certificate
    ) throws(OpenSSLError) {
        let bytes = Array(value.utf8)
        let name = X509_get_subject_name(certificate.pointer)
        let utf8: Int32 = 0x1000
        guard
            X509_NAME_add_entry_by_txt(name, field, utf8, bytes, Int32(bytes.count), -1, 0) == 1
        else { throw OpenSSLError("name the subject of a certificate") }
    }

    private func addExtensions(
        to certificate: borrowing Certificate, issuer: borrowing Certificate
    ) throws(OpenSSLError) {
        var context = X509V3_CTX()
        X509V3_set_ctx(&context, issuer.pointer, certificate.pointer, nil, nil, 0)
        for (identifier, value) in extensions {
            guard let entry = X509V3_EXT_conf_nid(nil, &context, identifier, value) else {
                throw OpenSSLError("make the certificate extension \(value)")
            }
            defer { X509_EXTENSION_free(entry) }
            guard X509_add_ext(certificate.pointer, entry, -1) == 1 else {
                throw OpenSSLError("add the certificate extension \(value)")
            }
        }
    }

    private var extensions: [(Int32, String)] {
        switch purpose {
        case .authority:
            [
                (NID_basic_constraints, "critical,CA:TRUE"),
                (NID_key_usage, "critical,digitalSignature,keyCertSign,cRLSign"),
                (NID_subject_key_identifier, "hash"),
            ]
        case .server(let names):
            leafExtensions(usage: "serverAuth") + [
                (NID_subject_alt_name, names.map(\.extensionText).joined(separator: ","))
            ]
        case .client: leafExtensions(usage: "clientAuth")
        }
    }

    private func leafExtensions(usage: String) -> [(Int32, String)] {
        [
            (NID_basic_constraints, "critical,CA:FALSE"),
            (NID_key_usage, "critical,digitalSignature"),
            (NID_ext_key_usage, usage),
            (NID_subject_key_identifier, "hash"),
            (NID_authority_key_identifier, "keyid"),
        ]
    }
}
