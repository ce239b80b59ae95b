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
    /// Path and query as they were sent.
    let target: String
    let headers: HTTPFields
    let body: RequestBody
    /// Where the plan for its connection goes; nil where that speaks HTTP only.
    var upgradeSlot: UpgradeSlot?

    /// Bytes of path and query.
    static let maximumTargetSize = 32 * 1024
    /// Bytes of all header fields.
    static let maximumHeaderSize = 64 * 1024

    init(_ request: Request) throws(APIError) {
        let target = request.head.path ?? "/"
        guard target.utf8.count <= Self.maximumTargetSize else {
            throw APIError(
                code: 414, reason: "RequestURITooLong",
                message: "the URL has \(target.utf8.count) bytes, and the limit is "
                    + "\(Self.maximumTargetSize)")
        }
        guard
            request.headers.reduce(0, { $0 + $1.name.rawName.utf8.count + $1.value.utf8.count })
                <= Self.maximumHeaderSize
        else {
            throw APIError(
                code: 431, reason: "RequestHeaderFieldsTooLarge",
                message: "the header fields have more than \(Self.maximumHeaderSize) bytes")
        }
        let parts = target.utf8.split(
            separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false
        ).map { Substring($0) }
        var segments: [String] = []
        for bytes in (parts.first ?? "").utf8.split(separator: UInt8(ascii: "/")) {
            let segment = Substring(bytes)
            guard let decoded = PercentEncoding.decode(segment) else {
                throw .badRequest("the path of the URL is not well percent-encoded: \(segment)")
            }
            segments.append(decoded)
        }
        var query = try QueryParameters(parts.count > 1 ? parts[1] : "")
        if request.method == .get, let index = Self.watchSegment(of: segments) {
            segments.remove(at: index)
            query.set("watch", "true")
        }
        method = request.method
        self.target = target
        self.segments = segments
        self.query = query
        headers = request.headers
        body = request.body
    }

    /// Watches have a deprecated form with a path of its own: `/api/v1/watch/pods`.
    private static func watchSegment(of segments: [String]) -> Int? {
        let index = segments.first == "api" ? 2 : segments.first == "apis" ? 3 : nil
        guard let index, segments.count > index + 1, segments[index] == "watch" else { return nil }
        return index
    }

    /// The query as it was sent, with its question mark; empty where there is none.
    var queryText: String { String(target.drop { $0 != "?" }) }

    var path: String { "/" + segments.joined(separator: "/") }

    /// Spaces a level where answers are to be laid out for reading: with `?pretty=true`, and unless
    /// it says otherwise for the programs that people look at answers with (isPrettyPrint in
    /// apiserver/pkg/endpoints/handlers/negotiation).
    var indent: Int? {
        if let pretty = query["pretty"] { return ["true", "1", "t"].contains(pretty) ? 2 : nil }
        let agent = headers[.userAgent] ?? ""
        return ["curl", "Wget", "Mozilla/5.0"].contains { agent.hasPrefix($0) } ? 2 : nil
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

    static func unsupportedMediaType(_ message: String) -> APIError {
        APIError(code: 415, reason: "UnsupportedMediaType", message: message)
    }
}
