import JSON

/// A signed token in its compact form (RFC 7515, section 7.1), taken apart and not yet believed.
struct JSONWebToken {
    /// The one algorithm there is: ECDSA with P-256 and SHA-256 (RFC 7518, section 3.4).
    static let algorithm = "ES256"
    /// Bytes; ours have about 1,300.
    static let maximumSize = 16 * 1024

    /// Names the key.
    let keyID: String
    let claims: JSONValue
    /// What the signature is over.
    let signedBytes: [UInt8]
    let signature: [UInt8]

    init(parsing text: String) throws(TokenError) {
        guard text.utf8.count <= Self.maximumSize else {
            throw .notOurs("it is longer than \(Self.maximumSize) bytes")
        }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw .notOurs("it does not have three parts") }
        let header = try Self.object(parts[0], "header")
        guard header["alg"]?.stringValue == Self.algorithm else {
            throw .notOurs("it is not signed with \(Self.algorithm)")
        }
        // Extensions that have to be understood (section 4.1.11): there are none.
        guard header["crit"] == nil else { throw .notOurs("its header asks for an extension") }
        guard let keyID = header["kid"]?.stringValue else {
            throw .notOurs("it does not say which key signed it")
        }
        self.keyID = keyID
        claims = try Self.object(parts[1], "payload")
        guard let signature = Base64URL.decode(parts[2]), signature.count == 64 else {
            throw .notOurs("its signature is not one of \(Self.algorithm)")
        }
        self.signature = signature
        signedBytes = Array("\(parts[0]).\(parts[1])".utf8)
    }

    /// Nil where it is not text of this form; nothing is checked. For routing by issuer.
    private static func object(_ part: Substring, _ name: String) throws(TokenError) -> JSONValue {
        guard let bytes = Base64URL.decode(part) else {
            throw .notOurs("its \(name) is not base64url")
        }
        var duplicates: [String] = []
        guard let value = try? JSONValue(parsing: bytes, duplicates: &duplicates),
            value.objectValue != nil, duplicates.isEmpty
        else { throw .notOurs("its \(name) is not a JSON object") }
        return value
    }

    /// A token in its compact form.
    static func sign(_ claims: JSONValue, with key: SigningKey) throws(OpenSSLError) -> String {
        let header: JSONValue = [
            "alg": .string(algorithm), "kid": .string(key.publicKey.identifier),
        ]
        let input =
            Base64URL.encode(header.serializedBytes()) + "."
            + Base64URL.encode(claims.serializedBytes())
        return input + "." + Base64URL.encode(try key.signature(of: Array(input.utf8)))
    }
}
