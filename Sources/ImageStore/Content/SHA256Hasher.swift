import COpenSSL
import OCI

/// Computes sha256 digests piece by piece, with libcrypto, which uses the processor's own
/// instructions for it.
///
/// Not for use by two threads at once.
public final class SHA256Hasher {
    private let context: OpaquePointer

    public init() {
        context = EVP_MD_CTX_new()!
        restart()
    }

    deinit {
        EVP_MD_CTX_free(context)
    }

    /// Forgets what was hashed.
    public func restart() {
        precondition(EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1, "libcrypto has no sha256")
    }

    public func update(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        precondition(EVP_DigestUpdate(context, start, bytes.count) == 1, "libcrypto failed")
    }

    /// The digest of all that was hashed; the hasher then starts anew.
    public func finish() -> Digest {
        var hash = [UInt8](repeating: 0, count: 32)
        precondition(EVP_DigestFinal_ex(context, &hash, nil) == 1, "libcrypto failed")
        restart()
        let digits = Array("0123456789abcdef".utf8)
        let text = hash.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return Digest("sha256:" + String(decoding: text, as: UTF8.self))!
    }

    /// The digest of a whole content.
    public static func digest(of bytes: [UInt8]) -> Digest {
        let hasher = SHA256Hasher()
        bytes.withUnsafeBytes { hasher.update($0) }
        return hasher.finish()
    }
}
