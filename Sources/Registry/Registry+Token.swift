import JSON
import KubernetesAPI
import KubernetesClient

extension Registry {
    public func create(
        _ type: ResourceType, namespace: String?, name: String, subresource: String,
        object: JSONValue, options: WriteOptions
    ) async throws -> JSONValue {
        switch (type, subresource) {
        case (.serviceAccounts, "token"):
            return try await createToken(object, namespace ?? "", name, options)
        default:
            throw APIError(
                code: 404, reason: "NotFound",
                message: "the server could not find the requested resource")
        }
    }

    private func createToken(
        _ request: JSONValue, _ namespace: String, _ account: String, _ options: WriteOptions
    ) async throws -> JSONValue {
        guard let issuer = configuration.tokenIssuer else {
            throw APIError(
                code: 404, reason: "NotFound",
                message: "the server could not find the requested resource")
        }
        return try await issuer.issueToken(
            request, namespace: namespace, account: account, options: options, objects: self)
    }
}
