import AsyncHTTPClient
import JSON
import KubernetesAPI
import KubernetesClient
import NIOCore
import NIOHTTP1

/// The daemon's images; `docs/api.md` describes what goes to and fro.
extension KubeconfigClient {
    private static let images = ["swiftlet", "v1", "images"]

    /// What `GET /swiftlet/v1/images` answers, or a path below it.
    ///
    /// - Parameter path: `inspect`, `usage`; nil for the list.
    public func images(
        _ path: String? = nil, reference: String? = nil
    ) async throws -> JSONValue {
        var call = APICall(path: Self.images + (path.map { [$0] } ?? []))
        call.ask("reference", reference)
        return try await json(call)
    }

    /// Posts to a path below `images` that answers at once: `tag`, `prune`.
    public func changeImages(_ path: String, _ body: JSONValue) async throws -> JSONValue {
        var call = APICall(method: .post, path: Self.images + [path])
        call.body = body.serializedBytes()
        return try await json(call)
    }

    /// Does what takes its time; the elements are the lines of the answer: `progress`, then `result`
    /// or `error`.
    ///
    /// - Parameter path: `push`, `verify`; nil to pull.
    public func workOnImages(
        _ path: String? = nil, _ body: JSONValue
    ) async throws -> AsyncThrowingStream<JSONValue, any Error> {
        var call = APICall(method: .post, path: Self.images + (path.map { [$0] } ?? []))
        call.body = body.serializedBytes()
        let reader = ResponseReader(try await open(call), server: server)
        return AsyncThrowingStream {
            try await reader.nextLine().map { try JSONValue(parsing: $0) }
        }
    }

    /// Removes an image; answers what was removed.
    public func removeImage(_ reference: String) async throws -> JSONValue {
        var call = APICall(method: .delete, path: Self.images)
        call.ask("reference", reference)
        return try await json(call)
    }

    /// The pieces of an archive of images, and about how many bytes they are; 0 where the daemon does
    /// not say.
    public func saveImages(
        _ references: [String]
    ) async throws -> (size: Int64, pieces: AsyncThrowingStream<[UInt8], any Error>) {
        var call = APICall(path: Self.images + ["archive"])
        call.accept = "*/*"
        call.ask("reference", references.joined(separator: ","))
        let response = try await open(call)
        let size = response.headers.first(name: "swiftlet-archive-size").flatMap { Int64($0) }
        let reader = ResponseReader(response, server: server)
        return (size ?? 0, AsyncThrowingStream { try await reader.nextChunk() })
    }

    /// Sends an archive; the elements are the lines of the answer: `progress`, then `result` or
    /// `error`.
    ///
    /// - Parameters:
    ///   - path: `archive` for images, `import` for a root file system.
    ///   - query: names and values.
    public func uploadImages(
        _ path: String, query: [(name: String, value: String)] = [],
        _ pieces: AsyncThrowingStream<[UInt8], any Error>
    ) async throws -> AsyncThrowingStream<JSONValue, any Error> {
        var call = APICall(method: .post, path: Self.images + [path])
        call.contentType = "application/x-tar"
        call.ask("progress", "true")
        for item in query { call.ask(item.name, item.value) }
        let body = HTTPClientRequest.Body.stream(
            pieces.map { ByteBuffer(bytes: $0) }, length: .unknown)
        let reader = ResponseReader(try await open(call, upload: body), server: server)
        return AsyncThrowingStream {
            try await reader.nextLine().map { try JSONValue(parsing: $0) }
        }
    }
}
