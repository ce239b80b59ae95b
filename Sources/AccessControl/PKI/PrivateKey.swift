import COpenSSL

/// An EC P-256 key pair.
struct PrivateKey: ~Copyable {
    let pointer: OpaquePointer

    /// Makes a new one.
    init() throws(OpenSSLError) {
        guard let context = EVP_PKEY_CTX_new_id(EVP_PKEY_EC, nil) else {
            throw OpenSSLError("make a key")
        }
        defer { EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard EVP_PKEY_keygen_init(context) == 1,
            EVP_PKEY_CTX_set_ec_paramgen_curve_nid(context, NID_X9_62_prime256v1) == 1,
            EVP_PKEY_keygen(context, &key) == 1, let key
        else { throw OpenSSLError("make a key") }
        pointer = key
    }

    init(pem: String) throws(OpenSSLError) {
        let bio = try MemoryBIO(pem)
        guard let key = PEM_read_bio_PrivateKey(bio.pointer, nil, nil, nil) else {
            throw OpenSSLError("read a private key")
        }
        pointer = key
    }

    deinit { EVP_PKEY_free(pointer) }

    /// PKCS #8, not encrypted.
    func pem() throws(OpenSSLError) -> String {
        let bio = try MemoryBIO()
        guard PEM_write_bio_PKCS8PrivateKey(bio.pointer, pointer, nil, nil, 0, nil, nil) == 1 else {
            throw OpenSSLError("write a private key")
        }
        return bio.text()
    }
}
