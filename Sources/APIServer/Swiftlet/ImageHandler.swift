import HTTPTypes
import HummingbirdCore
import JSON
import KubernetesAPI
import NIOCore

/// `/swiftlet/v1/images`
struct ImageHandler: Sendable {
    let images: any ImageEndpoint
    /// Bytes.
    let maximumBodySize: Int

    func respond(to request: RESTRequest) async throws -> Response {
        switch request.method {
        case .get:
            return .json(["images": .array(try await images.images())], indent: request.indent)
        case .post: return try await pull(request)
        case .delete:
            let reference = try Self.reference(request.query["reference"])
            let removed = try await images.remove(reference: reference)
            return .json(
                ["removed": .array(removed.map { .string($0) })], indent: request.indent)
        default: throw APIError.methodNotAllowed
        }
    }

    private func pull(_ request: RESTRequest) async throws -> Response {
        let body = try await request.decodedBody(limit: maximumBodySize)
        let reference = try Self.reference(body?.value["reference"]?.stringValue)
        let images = images
        return request.streaming(type: "application/json;stream=watch") { writer in
            var writer = writer
            // Progress is a state, not a history: of what waits only the newest counts.
            let (lines, source) = AsyncStream.makeStream(
                of: JSONValue.self, bufferingPolicy: .bufferingNewest(1))
            async let last = Self.lastLine {
                defer { source.finish() }
                return try await images.pull(reference: reference) {
                    source.yield(["progress": $0])
                }
            }
            for await line in lines { try await writer.write(Self.buffer(line)) }
            try await writer.write(Self.buffer(await last))
        }
    }

    private static func lastLine(_ pull: () async throws -> JSONValue) async -> JSONValue {
        do {
            return ["result": try await pull()]
        } catch {
            let error = error as? APIError ?? APIError(code: 500, reason: "", message: "\(error)")
            return ["error": error.status]
        }
    }

    private static func buffer(_ line: JSONValue) -> ByteBuffer {
        ByteBuffer(bytes: line.serializedBytes() + [UInt8(ascii: "\n")])
    }

    private static func reference(_ text: String?) throws(APIError) -> String {
        guard let text, !text.isEmpty else {
            throw .badRequest("no image is named: give its reference, for example busybox:1.36")
        }
        return text
    }
}
