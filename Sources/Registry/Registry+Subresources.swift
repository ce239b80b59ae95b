import JSON
import KubernetesAPI
import KubernetesClient
import ObjectStore

extension Registry {
    public func create(
        _ type: ResourceType, namespace: String?, name: String, subresource: String,
        object: JSONValue, options: WriteOptions
    ) async throws -> JSONValue {
        switch (type, subresource) {
        case (.pods, "binding"):
            return try await bind(object, namespace: namespace, name: name, options: options)
        case (.pods, "eviction"):
            return try await evict(object, namespace: namespace, name: name, options: options)
        case (.serviceAccounts, "token"):
            return try await createToken(object, namespace ?? "", name, options)
        default: throw Self.noSuchSubresource
        }
    }

    static var noSuchSubresource: APIError {
        APIError(
            code: 404, reason: "NotFound",
            message: "the server could not find the requested resource")
    }

    static let success: JSONValue = [
        "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success",
    ]
}
