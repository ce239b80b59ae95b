import HummingbirdCore
import JSON
import KubernetesAPI
import KubernetesClient

extension ResourceHandler {
    func get(
        _ request: RESTRequest, _ path: ResourcePath, name: String
    ) async throws -> Response {
        let presentation = try Presentation(request, type: path.type)
        try await checkVersion(request, path)
        if presentation.passesTextOn {
            return presentation.form.response(
                try await client.getText(path.type, namespace: path.namespace, name: name))
        }
        return presentation.response(
            object: try await client.get(path.type, namespace: path.namespace, name: name))
    }

    /// What is read is the newest; a version that was not given out yet is told as for lists.
    ///
    /// - Throws: `APIError` 400, 504.
    private func checkVersion(_ request: RESTRequest, _ path: ResourcePath) async throws {
        guard let version = request.query["resourceVersion"], version != "0" else { return }
        _ = try await client.listText(
            path.type, namespace: path.namespace,
            options: ListOptions(
                resourceVersion: version, resourceVersionMatch: "NotOlderThan", limit: 1))
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
