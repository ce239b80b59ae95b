import HTTPTypes
import HummingbirdCore
import JSON
import KubernetesAPI
import KubernetesClient
import NIOCore

/// A decoded body.
struct DecodedBody: Sendable {
    var value: JSONValue
    /// Paths of members that the text names twice.
    var duplicates: [String]
}

extension RESTRequest {
    /// The body as JSON or YAML.
    ///
    /// - Returns: nil for an empty body.
    /// - Throws: 413, 415, or 400 with the place of the mistake.
    func decodedBody(limit: Int) async throws -> DecodedBody? {
        let type = MediaType(headers[.contentType] ?? "application/json")
        let bytes = try await collectedBody(limit: limit)
        guard !bytes.isEmpty else { return nil }
        switch type.essence {
        // A body without a type is JSON. The types that a browser sends without asking (forms, plain
        // text) are not, so that no page can write with the certificate of who looks at it.
        case "", "application/json":
            return try Self.decodeJSON(bytes)
        case _ where type.essence.hasSuffix("-patch+json"):
            return try Self.decodeJSON(bytes)
        case Patch.Format.apply.rawValue
        where bytes.first { !Self.isWhitespace($0) } == UInt8(ascii: "{"):
            // Most clients apply JSON, which is YAML too. Flow mappings of YAML that are not JSON
            // begin the same way.
            if let decoded = try? Self.decodeJSON(bytes) { return decoded }
            return try Self.decodeYAML(bytes)
        case "application/yaml", Patch.Format.apply.rawValue, "application/x-yaml", "text/yaml":
            return try Self.decodeYAML(bytes)
        case ProtobufReader.mediaType:
            return DecodedBody(value: try ProtobufReader.decode(bytes), duplicates: [])
        default:
            throw APIError.unsupportedMediaType(
                "the body of the request was in an unknown format (\(type.essence)) - accepted media "
                    + "types include: application/json, application/yaml")
        }
    }

    private static func isWhitespace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }

    /// How long a body may take.
    private static let bodyTimeout = Duration.seconds(60)

    private func collectedBody(limit: Int) async throws -> [UInt8] {
        let tooLarge = APIError(
            code: 413, reason: "RequestEntityTooLarge",
            message: "Request entity too large: limit is \(limit)")
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw tooLarge
        }
        var collected: [UInt8] = []
        // A client that sends nothing at all is dropped by the connection's own timeout.
        let deadline = ContinuousClock.now + Self.bodyTimeout
        for try await buffer in body {
            guard ContinuousClock.now < deadline else {
                throw APIError(
                    code: 408, reason: "Timeout",
                    message: "the body of the request did not arrive within \(Self.bodyTimeout)")
            }
            guard collected.count + buffer.readableBytes <= limit else { throw tooLarge }
            collected.append(contentsOf: buffer.readableBytesView)
        }
        return collected
    }

    /// Members named twice that a client is told about.
    private static let maximumDuplicates = 100

    /// Values in a body, the ones inside of others included: each takes far more memory than text.
    private static let maximumValues = 200_000

    static func decodeJSON(_ bytes: [UInt8]) throws(APIError) -> DecodedBody {
        do {
            var duplicates: [String] = []
            let value = try JSONValue(
                parsing: bytes, maximumCount: Self.maximumValues, duplicates: &duplicates)
            return DecodedBody(
                value: value, duplicates: Array(duplicates.prefix(Self.maximumDuplicates)))
        } catch {
            throw .badRequest("the body of the request is not JSON: \(error)")
        }
    }
}
