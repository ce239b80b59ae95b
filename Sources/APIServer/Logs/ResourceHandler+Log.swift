import HummingbirdCore
import KubernetesAPI
import KubernetesClient
import NIOCore

extension ResourceHandler {
    /// The log as plain text, each piece sent as soon as it is there.
    func log(
        _ request: RESTRequest, _ path: ResourcePath, pod: String
    ) async throws -> Response {
        let pieces = try await logs.log(
            namespace: path.namespace ?? "", pod: pod,
            request: try request.query.logRequest(pod: pod))
        return request.streaming(type: "text/plain") { writer in
            var writer = writer
            for try await piece in pieces {
                try await writer.write(ByteBuffer(bytes: piece))
            }
        }
    }
}
