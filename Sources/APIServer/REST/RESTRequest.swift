import HTTPTypes
import HummingbirdCore
import JSON
import KubernetesAPI

/// A request with its URL taken apart.
struct RESTRequest: Sendable {
    let method: HTTPRequest.Method
    /// The path without its slashes, decoded.
    let segments: [String]
    let query: QueryParameters
    let headers: HTTPFields
    let body: RequestBody

    init(_ request: Request) throws(APIError) {
        let target = request.head.path ?? "/"
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var segments: [String] = []
        for segment in (parts.first ?? "").split(separator: "/") {
            guard let decoded = PercentEncoding.decode(segment) else {
                throw .badRequest("the path of the URL is not well percent-encoded: \(segment)")
            }
            segments.append(decoded)
        }
        method = request.method
        self.segments = segments
        query = try QueryParameters(parts.count > 1 ? parts[1] : "")
        headers = request.headers
        body = request.body
    }

    var path: String { "/" + segments.joined(separator: "/") }

    /// Whether answers are to be laid out for reading (`?pretty=true`).
    var indent: Int? {
        query["pretty"].map { $0 != "false" && $0 != "0" } == true ? 2 : nil
    }

    func representation() throws(APIError) -> Representation {
        try Representation(accept: headers[.accept])
    }
}

extension APIError {
    /// Nothing is served there.
    static var noSuchPath: APIError {
        APIError(
            code: 404, reason: "NotFound",
            message: "the server could not find the requested resource", details: [:])
    }

    static var methodNotAllowed: APIError {
        APIError(
            code: 405, reason: "MethodNotAllowed",
            message: "the server does not allow this method on the requested resource", details: [:]
        )
    }

    static var unauthorized: APIError {
        APIError(
            code: 401, reason: "Unauthorized",
            message:
                "Unauthorized: this server asks for a client certificate that it issued itself; "
                + "its kubeconfig holds one")
    }

    static func unsupportedMediaType(_ message: String) -> APIError {
        APIError(code: 415, reason: "UnsupportedMediaType", message: message)
    }
}
