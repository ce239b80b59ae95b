import HTTPTypes
import HummingbirdCore
import JSON
import KubernetesAPI

/// `/openapi/v2` and `/openapi/v3`
///
/// The documents are made when a client first asks for them.
enum OpenAPIHandler {
    private static let v3 = Document(
        [
            "openapi": "3.0.0",
            "info": ["title": "Kubernetes", "version": "v1.\(VersionInfo.kubernetesMinor).0"],
            "paths": OpenAPIPaths(schemas: OpenAPISchemas(version: .v3, schema: .kubernetes)).all(),
            "components": [
                "schemas": OpenAPISchemas(version: .v3, schema: .kubernetes).all()
            ],
        ])

    private static let v2 = Document(
        [
            "swagger": "2.0",
            "info": ["title": "Kubernetes", "version": "v1.\(VersionInfo.kubernetesMinor).0"],
            "paths": [:],
            "definitions": OpenAPISchemas(version: .v2, schema: .kubernetes).all(),
        ])

    /// - Parameter segments: what follows `/openapi/`.
    static func respond(to request: RESTRequest, _ segments: ArraySlice<String>) throws -> Response
    {
        guard request.method == .get else { throw APIError.methodNotAllowed }
        // Throws for a client that takes protobuf only.
        _ = try request.representation()
        switch segments {
        case ["v2"]: return v2.response(to: request)
        case ["v3"]:
            return .json(
                [
                    "paths": [
                        "api/v1": [
                            "serverRelativeURL": .string("/openapi/v3/api/v1?hash=\(v3.hash)")
                        ]
                    ]
                ])
        case ["v3", "api", "v1"]: return v3.response(to: request)
        default: throw APIError.noSuchPath
        }
    }

    private struct Document {
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

        func response(to request: RESTRequest) -> Response {
            let tag = "\"\(hash)\""
            var response: Response =
                request.headers[.ifNoneMatch] == tag
                ? Response(status: .notModified) : .bytes(bytes, type: "application/json")
            response.headers[.eTag] = tag
            return response
        }
    }
}
