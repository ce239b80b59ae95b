import JSON
import KubernetesAPI
import KubernetesClient

/// What the daemon serves beside the Kubernetes API; `docs/api.md` describes it.
extension KubeconfigClient {
    /// What `GET /swiftlet/v1/status` answers.
    ///
    /// - Throws: `APIError` (404 where the server is not a Swiftlet daemon), `ConnectionError`
    public func daemonStatus() async throws -> JSONValue {
        try await json(APICall(path: ["swiftlet", "v1", "status"]))
    }

    /// The answer of `/version`.
    public func serverVersion() async throws -> JSONValue {
        try await json(APICall(path: ["version"]))
    }

    /// Whether the server says that it is ready to serve.
    public func isReady() async throws -> Bool {
        do {
            _ = try await bytes(APICall(path: ["readyz"]))
            return true
        } catch let error as APIError where error.code == 500 || error.code == 503 {
            return false
        }
    }
}
