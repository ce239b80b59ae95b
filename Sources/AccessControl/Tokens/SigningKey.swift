import COpenSSL

/// A key that signs service account tokens.
final class SigningKey: Sendable {
    // An EVP_PKEY that nobody changes may be used by many threads (openssl-threads(7)).
    nonisolated(unsafe) private let pointer: OpaquePointer
    let publicKey: VerificationKey

    /// Makes a new one.
    convenience init() throws(OpenSSLError) {
        try self.init(copying: try PrivateKey())
    }

    /// - Parameter pem: PKCS #8.
    convenience init(pem: String) throws(OpenSSLError) {
        try self.init(copying: try PrivateKey(pem: pem))
    }

    private init(copying key: borrowing PrivateKey) throws(OpenSSLError) {
        let publicKey = try VerificationKey(referringTo: key.pointer)
        guard EVP_PKEY_up_ref(key.pointer) == 1 else { throw OpenSSLError("keep a key") }
        pointer = key.pointer
        self.publicKey = publicKey
    }

    deinit { EVP_PKEY_free(pointer) }

    func pem() throws(OpenSSLError) -> String {
        let bio = try MemoryBIO()
        guard PEM_write_bio_PKCS8PrivateKey(bio.pointer, pointer, nil, nil, 0, nil, nil) == 1 else {
            throw OpenSSLError("write a private key")
        }
        return bio.text()
    }

    /// 64 bytes, r and s (RFC 7518, section 3.4).
    func signature(of bytes: [UInt8]) throws(OpenSSLError) -> [UInt8] {
        guard let context = EVP_MD_CTX_new() else { throw OpenSSLError("sign a token") }
        defer { EVP_MD_CTX_free(context) }
        var count = 0
        guard EVP_DigestSignInit(context, nil, EVP_sha256(), nil, pointer) == 1,
            EVP_DigestSign(context, nil, &count, bytes, bytes.count) == 1
        else { throw OpenSSLError("sign a token") }
        var der = [UInt8](repeating: 0, count: count)
        guard EVP_DigestSign(context, &der, &count, bytes, bytes.count) == 1 else {
            throw OpenSSLError("sign a token")
        }
        return try Self.raw(Array(der.prefix(count)))
    }

    private static func raw(_ der: [UInt8]) throws(OpenSSLError) -> [UInt8] {
        let parsed = der.withUnsafeBufferPointer { buffer in
            var start = buffer.baseAddress
            return d2i_ECDSA_SIG(nil, &start, buffer.count)
        }
        guard let parsed else { throw OpenSSLError("read a signature") }
        defer { ECDSA_SIG_free(parsed) }
        var numbers: (OpaquePointer?, OpaquePointer?)
        ECDSA_SIG_get0(parsed, &numbers.0, &numbers.1)
        var r = [UInt8](repeating: 0, count: 32)
        var s = r
        guard BN_bn2binpad(numbers.0, &r, 32) == 32, BN_bn2binpad(numbers.1, &s, 32) == 32 else {
            throw OpenSSLError("write a signature")
        }
        return r + s
    }
}
