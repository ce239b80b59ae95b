import JSON
import KubernetesAPI
import KubernetesClient
import Synchronization

/// A client that keeps objects in a dictionary.
final class FakeObjects: KubernetesClient {
    struct Key: Hashable {
        let type: String
        let namespace: String
        let name: String
    }

    private let objects = Mutex<[Key: JSONValue]>([:])

    private static func key(_ type: ResourceType, _ namespace: String?, _ name: String) -> Key {
        Key(type: type.qualifiedName, namespace: namespace ?? "", name: name)
    }

    func put(
        _ type: ResourceType, namespace: String? = nil, _ name: String, uid: String = "",
        _ rest: JSONValue = [:]
    ) {
        var object = rest
        object.set(.string(name), at: "metadata", "name")
        if let namespace { object.set(.string(namespace), at: "metadata", "namespace") }
        object.set(.string(uid.isEmpty ? "uid-\(name)" : uid), at: "metadata", "uid")
        objects.withLock { $0[Self.key(type, namespace, name)] = object }
    }

    func remove(_ type: ResourceType, namespace: String? = nil, _ name: String) {
        objects.withLock { $0[Self.key(type, namespace, name)] = nil }
    }

    func get(_ type: ResourceType, namespace: String?, name: String) async throws -> JSONValue {
        guard let object = objects.withLock({ $0[Self.key(type, namespace, name)] }) else {
            throw APIError.notFound(type, name: name)
        }
        return object
    }

    func list(
        _ type: ResourceType, namespace: String?, options: ListOptions
    ) async throws -> ObjectList {
        let found = objects.withLock { objects in
            objects.filter { $0.key.type == type.qualifiedName }.map(\.value)
        }
        return ObjectList(items: found, resourceVersion: "1")
    }

    func watch(
        _ type: ResourceType, namespace: String?, options: ListOptions
    ) async throws -> AsyncThrowingStream<WatchEvent, any Error> {
        AsyncThrowingStream { $0.finish() }
    }

    func create(
        _ type: ResourceType, namespace: String?, object: JSONValue, options: WriteOptions
    ) async throws -> JSONValue {
        let name = object.value(at: "metadata", "name")?.stringValue ?? ""
        try objects.withLock { objects in
            let key = Self.key(type, namespace, name)
            guard objects[key] == nil else { throw APIError.alreadyExists(type, name: name) }
            objects[key] = object
        }
        return object
    }

    func update(
        _ type: ResourceType, namespace: String?, name: String, subresource: String?,
        object: JSONValue, options: WriteOptions
    ) async throws -> JSONValue {
        objects.withLock { $0[Self.key(type, namespace, name)] = object }
        return object
    }

    func patch(
        _ type: ResourceType, namespace: String?, name: String, subresource: String?, patch: Patch,
        options: WriteOptions
    ) async throws -> JSONValue { throw APIError.badRequest("no patches here") }

    func delete(
        _ type: ResourceType, namespace: String?, name: String, options: DeleteOptions
    ) async throws -> JSONValue { throw APIError.badRequest("no deletions here") }
}
