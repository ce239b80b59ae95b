import HTTPTypes
import HummingbirdCore
import JSON
import KubernetesAPI

/// `/openapi/v2` and `/openapi/v3`
///
/// The documents are made when a client first asks for them.
enum OpenAPIHandler {
    /// By the path of their group: `api/v1`, `apis/policy/v1`.
    private static let v3: [String: OpenAPIDocument] = {
        let schemas = OpenAPISchemas(version: .v3, schema: .kubernetes)
        return APIGroupVersion.described.reduce(into: [:]) { documents, group in
            documents[group.path] = OpenAPIDocument([
                "openapi": "3.0.0", "info": info,
                "paths": OpenAPIPaths(schemas: schemas).all(of: group),
                "components": ["schemas": schemas.all(of: [group])],
            ])
        }
    }()

    private static let v2: OpenAPIDocument = {
        let schemas = OpenAPISchemas(version: .v2, schema: .kubernetes)
        let paths = APIGroupVersion.described.reduce(into: JSONObject()) { paths, group in
            let own = OpenAPIPaths(schemas: schemas).all(of: group).objectValue ?? [:]
            paths.merge(own) { old, _ in old }
        }
        return OpenAPIDocument([
            "swagger": "2.0", "info": info, "paths": .object(paths),
            "definitions": schemas.all(of: APIGroupVersion.described),
        ])
    }()

    private static let info: JSONValue = [
        "title": "Kubernetes", "version": .string("v1.\(VersionInfo.kubernetesMinor).0"),
    ]

    /// `/openapi/v3`: where the documents of the groups are. The address changes with the content, so
    /// that clients may keep a document for ever.
    private static let index: JSONValue = [
        "paths": .object(
            v3.reduce(into: [:]) { paths, document in
                paths[document.key] = [
                    "serverRelativeURL": .string(address(document.key, document.value))
                ]
            })
    ]

    private static func address(_ path: String, _ document: OpenAPIDocument) -> String {
        "/openapi/v3/\(path)?hash=\(document.hash)"
    }

    /// - Parameter segments: what follows `/openapi/`.
    static func respond(to request: RESTRequest, _ segments: ArraySlice<String>) throws -> Response
    {
        guard request.method == .get else { throw APIError.methodNotAllowed }
        if segments == ["v2"], let protobuf = OpenAPIProtobuf.response(to: request) {
            return protobuf
        }
        // Throws for a client that takes protobuf only.
        _ = try request.representation()
        switch segments {
        case ["v2"]: return v2.response(to: request)
        case ["v3"]: return .json(index, indent: request.indent)
        default:
            let path = segments.dropFirst().joined(separator: "/")
            guard segments.first == "v3", let document = v3[path] else {
                throw APIError.noSuchPath
            }
            return respond(to: request, path, document)
        }
    }

    private static func respond(
        to request: RESTRequest, _ path: String, _ document: OpenAPIDocument
    ) -> Response {
        guard let hash = request.query["hash"] else { return document.response(to: request) }
        guard hash == document.hash else {
            return Response(
                status: .movedPermanently, headers: [.location: address(path, document)])
        }
        var response = document.response(to: request)
        response.headers[.vary] = "Accept"
        response.headers[.cacheControl] = "public, immutable"
        return response
    }
}
