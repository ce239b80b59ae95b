import HTTPTypes
import HummingbirdCore
import KubernetesAPI

/// `/openapi/v2` for clients that take only protobuf.
///
/// kubectl asks for it where `/openapi/v3` does not help: for a manifest of kind `List`, or of a kind
/// that is not served. It checks fields by the definitions that it finds there and skips what has
/// none, since the server checks them all: so there are none.
enum OpenAPIProtobuf {
    /// The first is what clients ask for, the second its registered form (kube-openapi, handler).
    private static let types = [
        "application/com.github.proto-openapi.spec.v2@v1.0+protobuf",
        "application/com.github.proto-openapi.spec.v2.v1.0+protobuf",
    ]

    /// Nil for a client that did not ask for it.
    static func response(to request: RESTRequest) -> Response? {
        let accepted = MediaType.list(request.headers[.accept] ?? "")
        guard let first = accepted.first, types.contains(first.essence) else { return nil }
        return .bytes(document, type: types[1])
    }

    /// A `Document` of gnostic's OpenAPIv2.proto: swagger = 1, info = 2 { title = 1, version = 2 },
    /// paths = 8.
    private static let document: [UInt8] = {
        let info =
            field(1, Array("Kubernetes".utf8))
            + field(2, Array("v1.\(VersionInfo.kubernetesMinor).0".utf8))
        return field(1, Array("2.0".utf8)) + field(2, info) + field(8, [])
    }()

    /// A length-delimited field of at most 127 bytes.
    private static func field(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] {
        [number << 3 | 2, UInt8(truncatingIfNeeded: bytes.count)] + bytes
    }
}
