import JSON
import KubernetesAPI

/// The Kubernetes API as a client sees it. Two implementations: `Registry` inside the daemon, and
/// `KubeconfigClient` over HTTP.
///
/// Objects are JSON trees; `KubernetesClient+Typed.swift` has the same with generated types.
/// Every call throws `APIError`, whose status is what a kube-apiserver answers.
public protocol KubernetesClient: Sendable {
    func get(_ type: ResourceType, namespace: String?, name: String) async throws -> JSONValue
    /// - Parameter namespace: nil lists all namespaces.
    func list(_ type: ResourceType, namespace: String?, options: ListOptions) async throws
        -> ObjectList
    /// As `get`, with the object as JSON text.
    func getText(_ type: ResourceType, namespace: String?, name: String) async throws -> [UInt8]
    /// As `list`, with the objects as JSON text.
    func listText(_ type: ResourceType, namespace: String?, options: ListOptions) async throws
        -> ObjectListText
    /// Changes after `options.resourceVersion`; with none, first an `added` for every object there.
    ///
    /// The stream ends when the server closes it, and throws `APIError` (410 `Expired`) where the
    /// version is too old.
    func watch(_ type: ResourceType, namespace: String?, options: ListOptions) async throws
        -> AsyncThrowingStream<WatchEvent, any Error>
    func create(
        _ type: ResourceType, namespace: String?, object: JSONValue, options: WriteOptions
    ) async throws -> JSONValue
    /// Creates through a subresource of an object that is there: `binding` and `eviction` of Pods,
    /// `token` of ServiceAccounts.
    func create(
        _ type: ResourceType, namespace: String?, name: String, subresource: String,
        object: JSONValue, options: WriteOptions
    ) async throws -> JSONValue
    /// - Parameter subresource: `status` or nil.
    func update(
        _ type: ResourceType, namespace: String?, name: String, subresource: String?,
        object: JSONValue, options: WriteOptions
    ) async throws -> JSONValue
    func patch(
        _ type: ResourceType, namespace: String?, name: String, subresource: String?, patch: Patch,
        options: WriteOptions
    ) async throws -> JSONValue
    /// - Returns: the object as it was last, or still is while it ends.
    func delete(_ type: ResourceType, namespace: String?, name: String, options: DeleteOptions)
        async throws -> JSONValue
}

extension KubernetesClient {
    public func getText(
        _ type: ResourceType, namespace: String?, name: String
    ) async throws -> [UInt8] {
        try await get(type, namespace: namespace, name: name).serializedBytes()
    }

    public func listText(
        _ type: ResourceType, namespace: String?, options: ListOptions
    ) async throws -> ObjectListText {
        ObjectListText(try await list(type, namespace: namespace, options: options))
    }

    /// A server that has no such subresource.
    public func create(
        _ type: ResourceType, namespace: String?, name: String, subresource: String,
        object: JSONValue, options: WriteOptions
    ) async throws -> JSONValue {
        throw APIError(
            code: 404, reason: "NotFound",
            message: "the server could not find the requested resource")
    }
}
