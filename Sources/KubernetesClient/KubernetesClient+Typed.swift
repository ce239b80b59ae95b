import JSON
import KubernetesAPI

/// Objects of one type and the version to watch from.
public struct TypedList<Object: KubernetesObject>: Sendable, Hashable {
    public var items: [Object]
    public var resourceVersion: String
    /// Set where `limit` cut the list.
    public var continueToken: String?

    public init(items: [Object], resourceVersion: String, continueToken: String? = nil) {
        self.items = items
        self.resourceVersion = resourceVersion
        self.continueToken = continueToken
    }
}

/// The same calls with generated types. Where a call takes an object, the object's metadata says
/// its namespace and name.
extension KubernetesClient {
    public func get<Object: KubernetesObject>(
        _ type: Object.Type, namespace: String? = nil, name: String
    ) async throws -> Object {
        Object(json: try await get(Object.resourceType, namespace: namespace, name: name))
    }

    /// - Parameter namespace: nil lists all namespaces.
    public func list<Object: KubernetesObject>(
        _ type: Object.Type, namespace: String? = nil, options: ListOptions = ListOptions()
    ) async throws -> TypedList<Object> {
        let list = try await list(Object.resourceType, namespace: namespace, options: options)
        return TypedList(
            items: list.items.map(Object.init(json:)), resourceVersion: list.resourceVersion,
            continueToken: list.continueToken)
    }

    /// - Returns: the object as the server keeps it.
    public func create<Object: KubernetesObject>(
        _ object: Object, options: WriteOptions = WriteOptions()
    ) async throws -> Object {
        Object(
            json: try await create(
                Object.resourceType, namespace: object.namespaceOfRequest, object: object.json,
                options: options))
    }

    /// Puts the object in the place of the server's. With a `resourceVersion` in it, only where the
    /// server's has not changed since (409 `Conflict`).
    public func update<Object: KubernetesObject>(
        _ object: Object, options: WriteOptions = WriteOptions()
    ) async throws -> Object {
        try await update(object, subresource: nil, options: options)
    }

    /// As `update`, but of the status only.
    public func updateStatus<Object: KubernetesObject>(
        _ object: Object, options: WriteOptions = WriteOptions()
    ) async throws -> Object {
        try await update(object, subresource: "status", options: options)
    }

    public func patch<Object: KubernetesObject>(
        _ type: Object.Type, namespace: String? = nil, name: String, subresource: String? = nil,
        patch: Patch, options: WriteOptions = WriteOptions()
    ) async throws -> Object {
        Object(
            json: try await self.patch(
                Object.resourceType, namespace: namespace, name: name, subresource: subresource,
                patch: patch, options: options))
    }

    /// - Returns: the object as it was last, or still is while it ends.
    @discardableResult
    public func delete<Object: KubernetesObject>(
        _ type: Object.Type, namespace: String? = nil, name: String,
        options: DeleteOptions = DeleteOptions()
    ) async throws -> Object {
        Object(
            json: try await delete(
                Object.resourceType, namespace: namespace, name: name, options: options))
    }

    private func update<Object: KubernetesObject>(
        _ object: Object, subresource: String?, options: WriteOptions
    ) async throws -> Object {
        Object(
            json: try await update(
                Object.resourceType, namespace: object.namespaceOfRequest,
                name: object.metadata.name, subresource: subresource, object: object.json,
                options: options))
    }
}

extension KubernetesObject {
    fileprivate var namespaceOfRequest: String? {
        Self.resourceType.namespaced ? metadata.namespace : nil
    }
}
