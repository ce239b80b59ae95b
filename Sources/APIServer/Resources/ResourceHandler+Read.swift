import HummingbirdCore
import JSON
import KubernetesAPI
import KubernetesClient

extension ResourceHandler {
    func get(
        _ request: RESTRequest, _ path: ResourcePath, name: String
    ) async throws -> Response {
        let presentation = try Presentation(request, type: path.type)
        if presentation.passesTextOn {
            return presentation.form.response(
                try await client.getText(path.type, namespace: path.namespace, name: name))
        }
        return presentation.response(
            object: try await client.get(path.type, namespace: path.namespace, name: name))
    }

    func list(_ request: RESTRequest, _ path: ResourcePath) async throws -> Response {
        let presentation = try Presentation(request, type: path.type)
        let options = try request.query.listOptions()
        if presentation.form.isPlainJSON {
            return try presentation.response(
                list: try await client.listText(
                    path.type, namespace: path.namespace, options: options))
        }
        return presentation.response(
            list: try await client.list(path.type, namespace: path.namespace, options: options))
    }
}
