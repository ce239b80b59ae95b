import COpenSSL

/// An X.509 certificate.
struct Certificate: ~Copyable {
    let pointer: OpaquePointer

    /// Takes over a certificate that OpenSSL made.
    init(owning pointer: OpaquePointer) {
        self.pointer = pointer
    }

    init(pem: String) throws(OpenSSLError) {
        let bio = try MemoryBIO(pem)
        guard let certificate = PEM_read_bio_X509(bio.pointer, nil, nil, nil) else {
            throw OpenSSLError("read a certificate")
        }
        pointer = certificate
    }

    deinit { X509_free(pointer) }

    func pem() throws(OpenSSLError) -> String {
        let bio = try MemoryBIO()
        guard PEM_write_bio_X509(bio.pointer, pointer) == 1 else {
            throw OpenSSLError("write a certificate")
        }
        return bio.text()
    }

    /// Seconds from now to its end; negative when it has expired.
    var secondsLeft: Int64 {
        var days: Int32 = 0
        var seconds: Int32 = 0
        guard ASN1_TIME_diff(&days, &seconds, nil, X509_get0_notAfter(pointer)) == 1 else {
            return -1
        }
        return Int64(days) * 86_400 + Int64(seconds)
    }

    func belongs(to key: borrowing PrivateKey) -> Bool {
        defer { ERR_clear_error() }
        return X509_check_private_key(pointer, key.pointer) == 1
    }

    func isSigned(by authority: borrowing Certificate) -> Bool {
        defer { ERR_clear_error() }
        guard let key = X509_get0_pubkey(authority.pointer) else { return false }
        return X509_verify(pointer, key) == 1
    }

    func covers(_ name: SubjectName) -> Bool {
        defer { ERR_clear_error() }
        switch name {
        case .dns(let host): return X509_check_host(pointer, host, 0, 0, nil) == 1
        case .address(let address): return X509_check_ip_asc(pointer, address, 0) == 1
        }
    }
}
