import Logging

/// The folder that certificates and keys are kept in: `NAME.crt` and `NAME.key`.
///
/// Key and certificate are two files, so a crash can leave halves that do not belong together;
/// those are recognised and made anew.
struct CertificateFolder {
    let path: String
    let logger: Logger

    func authority(
        _ request: CertificateRequest, renewBelowSeconds: Int64
    ) throws -> CertificatePair {
        if let pair = try read("ca"), pair.certificate.secondsLeft > renewBelowSeconds {
            return pair
        }
        let key = try PrivateKey()
        let certificate = try request.selfSign(key: key)
        return try write("ca", CertificatePair(certificate: certificate, key: key))
    }

    func leaf(
        _ name: String, _ request: CertificateRequest, authority: borrowing CertificatePair,
        renewBelowSeconds: Int64
    ) throws -> CertificatePair {
        if let pair = try read(name),
            isUsable(
                pair, for: request, authority: authority, renewBelowSeconds: renewBelowSeconds)
        {
            return pair
        }
        let key = try PrivateKey()
        let certificate = try request.sign(
            key: key, issuer: authority.certificate, issuerKey: authority.key)
        return try write(name, CertificatePair(certificate: certificate, key: key))
    }

    private func isUsable(
        _ pair: borrowing CertificatePair, for request: CertificateRequest,
        authority: borrowing CertificatePair, renewBelowSeconds: Int64
    ) -> Bool {
        guard pair.certificate.secondsLeft > renewBelowSeconds,
            pair.certificate.isSigned(by: authority.certificate)
        else { return false }
        guard case .server(let names) = request.purpose else { return true }
        for name in names where !pair.certificate.covers(name) { return false }
        return true
    }

    /// Nil where a file is missing; what cannot be read is set aside.
    private func read(_ name: String) throws -> CertificatePair? {
        guard let certificateText = try PrivateFile.read("\(path)/\(name).crt"),
            let keyText = try PrivateFile.read("\(path)/\(name).key")
        else { return nil }
        do {
            let certificate = try Certificate(pem: certificateText)
            let key = try PrivateKey(pem: keyText)
            guard certificate.belongs(to: key) else {
                throw OpenSSLError("use a certificate with a key that is not its own")
            }
            return CertificatePair(certificate: certificate, key: key)
        } catch {
            for suffix in ["crt", "key"] {
                let aside = try PrivateFile.setAside("\(path)/\(name).\(suffix)")
                logger.warning(
                    "set an unusable certificate file aside",
                    metadata: ["path": "\(aside)", "error": "\(error)"])
            }
            return nil
        }
    }

    private func write(
        _ name: String, _ pair: consuming CertificatePair
    ) throws -> CertificatePair {
        try PrivateFile.write(try pair.key.pem(), to: "\(path)/\(name).key")
        try PrivateFile.write(try pair.certificate.pem(), to: "\(path)/\(name).crt")
        logger.info("made a certificate", metadata: ["path": "\(path)/\(name).crt"])
        return pair
    }
}
