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

// MARK: - Images

extension KubeconfigClient {
    private static let images = ["swiftlet", "v1", "images"]

    /// What `GET /swiftlet/v1/images` answers.
    public func images() async throws -> JSONValue {
        try await json(APICall(path: Self.images))
    }

    /// Pulls an image; the elements are the lines of the answer: `progress`, then `result` or `error`.
    public func pullImage(_ reference: String) async throws
        -> AsyncThrowingStream<JSONValue, any Error>
    {
        var call = APICall(method: .post, path: Self.images)
        call.body = JSONValue.object(["reference": .string(reference)]).serializedBytes()
        let reader = ResponseReader(try await open(call), server: server)
        return AsyncThrowingStream {
            try await reader.nextLine().map { try JSONValue(parsing: $0) }
        }
    }

    /// Removes an image; answers what was removed.
    public func removeImage(_ reference: String) async throws -> JSONValue {
        var call = APICall(method: .delete, path: Self.images)
        call.ask("reference", reference)
        return try await json(call)
    }
}
