import JSON
import KubernetesAPI
import KubernetesClient

extension KubeconfigClient: KubernetesClient {
    public func get(_ type: ResourceType, namespace: String?, name: String) async throws
        -> JSONValue
    {
        try await json(APICall(.get, type, namespace: namespace, name: name))
    }

    public func list(_ type: ResourceType, namespace: String?, options: ListOptions) async throws
        -> ObjectList
    {
        var call = APICall(.get, type, namespace: namespace)
        call.add(options)
        let list = try await json(call)
        let metadata = list["metadata"]
        let items = (list["items"]?.arrayValue ?? []).map { item in
            // The server leaves out what all items have in common.
            var item = item
            item["apiVersion"] = .string(type.apiVersion)
            item["kind"] = .string(type.kind)
            return item
        }
        return ObjectList(
            items: items, resourceVersion: metadata?["resourceVersion"]?.stringValue ?? "",
            continueToken: metadata?["continue"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 },
            remainingItemCount: metadata?["remainingItemCount"]?.integerValue.map(Int.init))
    }

    public func watch(_ type: ResourceType, namespace: String?, options: ListOptions) async throws
        -> AsyncThrowingStream<WatchEvent, any Error>
    {
        var call = APICall(.get, type, namespace: namespace)
        call.add(options)
        return try await watch(call)
    }

    public func create(
        _ type: ResourceType, namespace: String?, object: JSONValue, options: WriteOptions
    ) async throws -> JSONValue {
        var call = APICall(.post, type, namespace: namespace)
        call.add(options)
        call.body = object.serializedBytes()
        return try await json(call, onWarning: options.onWarning)
    }

    public func create(
        _ type: ResourceType, namespace: String?, name: String, subresource: String,
        object: JSONValue, options: WriteOptions
    ) async throws -> JSONValue {
        var call = APICall(
            .post, type, namespace: namespace, name: name, subresource: subresource)
        call.add(options)
        call.body = object.serializedBytes()
        return try await json(call, onWarning: options.onWarning)
    }

    public func update(
        _ type: ResourceType, namespace: String?, name: String, subresource: String?,
        object: JSONValue, options: WriteOptions
    ) async throws -> JSONValue {
        var call = APICall(
            .put, type, namespace: namespace, name: name, subresource: subresource)
        call.add(options)
        call.body = object.serializedBytes()
        return try await json(call, onWarning: options.onWarning)
    }

    public func patch(
        _ type: ResourceType, namespace: String?, name: String, subresource: String?, patch: Patch,
        options: WriteOptions
    ) async throws -> JSONValue {
        var call = APICall(
            .patch, type, namespace: namespace, name: name, subresource: subresource)
        call.add(options)
        call.contentType = patch.format.rawValue
        call.body = patch.body.serializedBytes()
        return try await json(call, onWarning: options.onWarning)
    }

    public func delete(
        _ type: ResourceType, namespace: String?, name: String, options: DeleteOptions
    ) async throws -> JSONValue {
        var call = APICall(.delete, type, namespace: namespace, name: name)
        call.body = options.json.serializedBytes()
        return try await json(call)
    }
}
