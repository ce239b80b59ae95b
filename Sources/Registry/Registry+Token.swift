import JSON
import KubernetesAPI
import KubernetesClient

extension Registry {
    /// Answers a TokenRequest.
    func createToken(
        _ request: JSONValue, _ namespace: String, _ account: String, _ options: WriteOptions
    ) async throws -> JSONValue {
        guard let issuer = configuration.tokenIssuer else { throw Self.noSuchSubresource }
        return try await issuer.issueToken(
            request, namespace: namespace, account: account, options: options, objects: self)
    }
}
