import COpenSSL
import JSON

/// The public half of a key that signs, or signed, service account tokens.
final class VerificationKey: Sendable {
    // See SigningKey.
    nonisolated(unsafe) private let pointer: OpaquePointer
    /// Names it in tokens: SHA-256 of its SubjectPublicKeyInfo, as Kubernetes does.
    let identifier: String
    /// 32 bytes each.
    private let x: [UInt8]
    private let y: [UInt8]

    /// - Parameter pem: a SubjectPublicKeyInfo.
    convenience init(pem: String) throws(OpenSSLError) {
        let bio = try MemoryBIO(pem)
        guard let key = PEM_read_bio_PUBKEY(bio.pointer, nil, nil, nil) else {
            throw OpenSSLError("read a public key")
        }
        defer { EVP_PKEY_free(key) }
        try self.init(referringTo: key)
    }

    /// - Parameter key: stays the caller's.
    init(referringTo key: OpaquePointer) throws(OpenSSLError) {
        var buffer: UnsafeMutablePointer<UInt8>?
        let count = i2d_PUBKEY(key, &buffer)
        guard count > 0, let buffer else { throw OpenSSLError("write a public key") }
        defer { CRYPTO_free(buffer, #file, #line) }
        let der = Array(UnsafeBufferPointer(start: buffer, count: Int(count)))
        // It ends with the point on the curve, uncompressed: 4, x, y (RFC 5480, section 2.2).
        let point = Array(der.suffix(65))
        guard point.count == 65, point[0] == 4, EVP_PKEY_get_base_id(key) == EVP_PKEY_EC else {
            throw OpenSSLError("use a key that is not of the curve P-256")
        }
        guard EVP_PKEY_up_ref(key) == 1 else { throw OpenSSLError("keep a key") }
        pointer = key
        identifier = Base64URL.encode(Digest.sha256(der))
        x = Array(point[1..<33])
        y = Array(point[33...])
    }

    deinit { EVP_PKEY_free(pointer) }

    func pem() throws(OpenSSLError) -> String {
        let bio = try MemoryBIO()
        guard PEM_write_bio_PUBKEY(bio.pointer, pointer) == 1 else {
            throw OpenSSLError("write a public key")
        }
        return bio.text()
    }

    /// - Parameter signature: 64 bytes, r and s.
    func accepts(_ signature: [UInt8], of bytes: [UInt8]) -> Bool {
        defer { ERR_clear_error() }
        guard signature.count == 64, let der = Self.der(signature),
            let context = EVP_MD_CTX_new()
        else { return false }
        defer { EVP_MD_CTX_free(context) }
        guard EVP_DigestVerifyInit(context, nil, EVP_sha256(), nil, pointer) == 1 else {
            return false
        }
        return EVP_DigestVerify(context, der, der.count, bytes, bytes.count) == 1
    }

    private static func der(_ signature: [UInt8]) -> [UInt8]? {
        guard let parsed = ECDSA_SIG_new() else { return nil }
        defer { ECDSA_SIG_free(parsed) }
        let r = BN_bin2bn(Array(signature.prefix(32)), 32, nil)
        let s = BN_bin2bn(Array(signature.suffix(32)), 32, nil)
        guard ECDSA_SIG_set0(parsed, r, s) == 1 else {
            BN_free(r)
            BN_free(s)
            return nil
        }
        var buffer: UnsafeMutablePointer<UInt8>?
        let count = i2d_ECDSA_SIG(parsed, &buffer)
        guard count > 0, let buffer else { return nil }
        defer { CRYPTO_free(buffer, #file, #line) }
        return Array(UnsafeBufferPointer(start: buffer, count: Int(count)))
    }

    /// The key as RFC 7517 writes it.
    var json: JSONValue {
        [
            "use": "sig", "kty": "EC", "kid": .string(identifier), "crv": "P-256",
            "alg": .string(JSONWebToken.algorithm), "x": .string(Base64URL.encode(x)),
            "y": .string(Base64URL.encode(y)),
        ]
    }
}

/// Hashes.
enum Digest {
    static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        SHA256(bytes, bytes.count, &digest)
        return digest
    }

    /// Lower case.
    static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.reduce(into: "") { text, byte in
            text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
    }
}
