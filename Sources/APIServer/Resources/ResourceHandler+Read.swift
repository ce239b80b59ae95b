import HummingbirdCore
import JSON
import KubernetesAPI
import KubernetesClient

extension ResourceHandler {
    func get(
        _ request: RESTRequest, _ path: ResourcePath, name: String
    ) async throws -> Response {
        let presentation = try Presentation(request, type: path.type)
        let object = try await client.get(path.type, namespace: path.namespace, name: name)
        return .json(presentation.object(object), indent: request.indent)
    }

    func list(_ request: RESTRequest, _ path: ResourcePath) async throws -> Response {
        let presentation = try Presentation(request, type: path.type)
        let objects = try await client.list(
            path.type, namespace: path.namespace, options: try request.query.listOptions())
        return .json(presentation.list(objects), indent: request.indent)
    }
}
