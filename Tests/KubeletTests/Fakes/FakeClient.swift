import JSON
import KubernetesAPI
import KubernetesClient

/// An API server in memory, as far as the kubelet uses it.
actor FakeClient: KubernetesClient {
    private(set) var objects: [String: JSONValue] = [:]
    private var version = 1
    private var watchers: [AsyncThrowingStream<WatchEvent, any Error>.Continuation] = []
    /// Every status that was written, by the Pod's name.
    private(set) var statuses: [String: [PodStatus]] = [:]
    private(set) var deletions: [DeleteOptions] = []
    private var conflicts = 0

    private func key(_ type: ResourceType, _ namespace: String?, _ name: String) -> String {
        "\(type.plural)/\(namespace ?? "")/\(name)"
    }

    // MARK: - Told by the test

    /// The next status updates are refused as outdated.
    func refuseUpdates(_ count: Int) { conflicts = count }

    func put(_ pod: Pod) {
        let key = key(.pods, pod.metadata.namespace, pod.metadata.name)
        var object = pod.json
        let isNew = objects[key] == nil
        if let status = objects[key]?["status"] { object["status"] = status }
        store(object, key, isNew ? .added : .modified)
    }

    func pod(_ name: String, namespace: String = "default") -> Pod? {
        objects[key(.pods, namespace, name)].map { Pod(json: $0) }
    }

    /// What `kubectl delete` does.
    func requestDeletion(_ name: String, grace: Int64) {
        guard var pod = pod(name) else { return }
        pod.metadata.deletionTimestamp = Timestamp(secondsSince1970: 1_800_000_000)
        pod.metadata.deletionGracePeriodSeconds = grace
        put(pod)
    }

    func remove(_ name: String) {
        guard let object = objects.removeValue(forKey: key(.pods, "default", name)) else { return }
        for watcher in watchers { watcher.yield(WatchEvent(.deleted, object)) }
    }

    @discardableResult
    private func store(_ object: JSONValue, _ key: String, _ kind: WatchEvent.Kind) -> JSONValue {
        version += 1
        var object = object
        object.set(.string(String(version)), at: "metadata", "resourceVersion")
        objects[key] = object
        if key.hasPrefix("pods/") {
            for watcher in watchers { watcher.yield(WatchEvent(kind, object)) }
        }
        return object
    }

    // MARK: - KubernetesClient

    func get(_ type: ResourceType, namespace: String?, name: String) async throws -> JSONValue {
        guard let object = objects[key(type, namespace, name)] else {
            throw APIError.notFound(type, name: name)
        }
        return object
    }

    func list(
        _ type: ResourceType, namespace: String?, options: ListOptions
    ) async throws -> ObjectList {
        ObjectList(
            items: objects.filter { $0.key.hasPrefix(type.plural + "/") }.map(\.value),
            resourceVersion: String(version))
    }

    func watch(
        _ type: ResourceType, namespace: String?, options: ListOptions
    ) async throws -> AsyncThrowingStream<WatchEvent, any Error> {
        let (stream, continuation) = AsyncThrowingStream.makeStream(of: WatchEvent.self)
        // What changed between the list and now.
        let from = options.resourceVersion.flatMap { Int($0) } ?? 0
        for object in objects.filter({ $0.key.hasPrefix(type.plural + "/") }).values
        where (Int(ObjectMeta(json: object["metadata"] ?? .null).resourceVersion) ?? 0) > from {
            continuation.yield(WatchEvent(.modified, object))
        }
        watchers.append(continuation)
        return stream
    }

    func create(
        _ type: ResourceType, namespace: String?, object: JSONValue, options: WriteOptions
    ) async throws -> JSONValue {
        let metadata = ObjectMeta(json: object["metadata"] ?? .null)
        return store(object, key(type, namespace, metadata.name), .added)
    }

    func update(
        _ type: ResourceType, namespace: String?, name: String, subresource: String?,
        object: JSONValue, options: WriteOptions
    ) async throws -> JSONValue {
        let key = key(type, namespace, name)
        guard var stored = objects[key] else { throw APIError.notFound(type, name: name) }
        let given = object.value(at: "metadata", "resourceVersion")
        if conflicts > 0 || given != stored.value(at: "metadata", "resourceVersion") {
            conflicts = max(conflicts - 1, 0)
            throw APIError.modified(type, name: name)
        }
        stored["status"] = object["status"]
        if type == .pods { statuses[name, default: []].append(Pod(json: stored).status) }
        return store(stored, key, .modified)
    }

    func patch(
        _ type: ResourceType, namespace: String?, name: String, subresource: String?,
        patch: Patch, options: WriteOptions
    ) async throws -> JSONValue {
        throw APIError.badRequest("not in this fake")
    }

    func delete(
        _ type: ResourceType, namespace: String?, name: String, options: DeleteOptions
    ) async throws -> JSONValue {
        deletions.append(options)
        guard let object = objects.removeValue(forKey: key(type, namespace, name)) else {
            throw APIError.notFound(type, name: name)
        }
        for watcher in watchers { watcher.yield(WatchEvent(.deleted, object)) }
        return object
    }
}
