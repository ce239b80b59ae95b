import HTTPTypes
import HummingbirdCore
import KubernetesAPI
import KubernetesClient

extension ResourceHandler {
    /// Passes a request on to the kubelet of a node.
    ///
    /// - Parameter name: of the node, also as `https:NAME:PORT` or `NAME:PORT`.
    func proxyToNode(
        _ request: RESTRequest, _ path: ResourcePath, name: String
    ) async throws -> Response {
        let node = Self.nodeName(in: name)
        _ = try await client.get(.nodes, namespace: nil, name: node)
        guard let endpoint = nodeEndpoint, endpoint.nodeName == node else {
            throw APIError(
                code: 503, reason: "ServiceUnavailable",
                message: "error trying to reach service: no kubelet answers for node \"\(node)\"")
        }
        guard request.method == .get else { throw MethodNotAllowed([.get]) }
        guard let answer = try await endpoint.answer(path: path.subpath) else {
            return .bytes(
                Array("404 page not found\n".utf8), type: "text/plain; charset=utf-8",
                status: .notFound)
        }
        return request.plainForm.response(answer.body, type: answer.contentType)
    }

    /// The name without scheme and port.
    static func nodeName(in text: String) -> String {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        switch parts.count {
        case 3 where ["http", "https"].contains(parts[0]): return parts[1]
        case 2: return parts[0]
        default: return text
        }
    }
}
