import JSON
import KubernetesAPI
import KubernetesClient

/// What makes tokens for service accounts.
public protocol ServiceAccountTokenIssuer: Sendable {
    /// Answers a TokenRequest.
    ///
    /// - Parameter objects: where accounts, Pods and Secrets are.
    /// - Returns: the request with its status.
    /// - Throws: `APIError`.
    func issueToken(
        _ request: JSONValue, namespace: String, account: String, options: WriteOptions,
        objects: any KubernetesClient
    ) async throws -> JSONValue
}
