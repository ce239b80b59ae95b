import HTTPTypes
import HummingbirdCore
import JSON
import KubernetesAPI
import KubernetesClient
import NIOCore

/// `/swiftlet/v1/namespaces/NAMESPACE/pods/NAME/files?container=…&path=…`: files of containers as
/// tar archives. Whoever may run commands in the Pod may use it.
struct FileHandler: Sendable {
    static let mediaType = "application/x-tar"

    /// Nil where there are no Pods.
    let files: (any PodFileAccess)?

    func respond(to request: RESTRequest, namespace: String, pod: String) async throws -> Response {
        guard let files else { throw APIError.noSuchPath }
        guard let path = request.query["path"] else {
            throw APIError.badRequest("no path is named: add ?path=/absolute/path")
        }
        let place = PodFilePath(
            namespace: namespace, pod: pod, container: request.query["container"], path: path)
        switch request.method {
        case .get:
            let pieces = try await files.readFiles(place)
            return request.streaming(type: Self.mediaType) { writer in
                var writer = writer
                for try await piece in pieces { try await writer.write(ByteBuffer(bytes: piece)) }
            }
        case .put:
            let archive = BodyPieces(request.body)
            try await files.writeFiles(
                place, keepsPermissions: !request.query.flag("noPreserve")
            ) { try await archive.next() }
            return .json(["status": "Success", "kind": "Status", "apiVersion": "v1"], indent: nil)
        default: throw APIError.methodNotAllowed
        }
    }
}

/// A request's body, piece by piece; unchecked because one task takes them.
private final class BodyPieces: @unchecked Sendable {
    private var iterator: RequestBody.AsyncIterator

    init(_ body: RequestBody) {
        iterator = body.makeAsyncIterator()
    }

    func next() async throws -> [UInt8]? {
        try await iterator.next().map { Array($0.readableBytesView) }
    }
}
