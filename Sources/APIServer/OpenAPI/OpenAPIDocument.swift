import HTTPTypes
import HummingbirdCore
import JSON

/// A document that never changes while the server runs.
struct OpenAPIDocument: Sendable {
    let bytes: [UInt8]
    /// Changes with the content: clients keep documents by it.
    let hash: String

    init(_ content: JSONValue) {
        bytes = content.serializedBytes()
        // FNV-1a, 64 bits.
        let value = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { hash, byte in
            (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        hash = String(value, radix: 16, uppercase: true)
    }

    /// The document, or 304 where the client has it.
    func response(to request: RESTRequest) -> Response {
        let tag = "\"\(hash)\""
        var response: Response =
            request.headers[.ifNoneMatch] == tag
            ? Response(status: .notModified) : .bytes(bytes, type: "application/json")
        response.headers[.eTag] = tag
        return response
    }
}
