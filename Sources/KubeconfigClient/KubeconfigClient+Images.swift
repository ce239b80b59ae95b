import AsyncHTTPClient
import JSON
import KubernetesAPI
import KubernetesClient
import NIOCore

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

    /// The pieces of an archive of images.
    public func saveImages(
        _ references: [String]
    ) async throws -> AsyncThrowingStream<[UInt8], any Error> {
        var call = APICall(path: Self.images + ["archive"])
        call.accept = "*/*"
        call.ask("reference", references.joined(separator: ","))
        return try await stream(call)
    }

    /// Sends an archive.
    ///
    /// - Parameters:
    ///   - path: `archive` for images, `import` for a root file system.
    ///   - query: names and values.
    public func uploadImages(
        _ path: String, query: [(name: String, value: String)] = [],
        _ pieces: AsyncThrowingStream<[UInt8], any Error>
    ) async throws -> JSONValue {
        var call = APICall(method: .post, path: Self.images + [path])
        call.contentType = "application/x-tar"
        for item in query { call.ask(item.name, item.value) }
        let body = HTTPClientRequest.Body.stream(
            pieces.map { ByteBuffer(bytes: $0) }, length: .unknown)
        let response = try await open(call, upload: body)
        do {
            let answer = try await response.body.collect(upTo: 16 << 20)
            return try JSONValue(parsing: answer.readableBytesView)
        } catch {
            throw ConnectionError(withinBody: error, server: server)
        }
    }
}
