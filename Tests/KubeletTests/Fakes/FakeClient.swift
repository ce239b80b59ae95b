import JSON
import KubernetesAPI
import KubernetesClient

/// An API server in memory, as far as the kubelet uses it.
actor FakeClient: KubernetesClient {
    private(set) var objects: [String: JSONValue] = [:]
    private var version = 1
    /// With the beginning of the keys that each watches, or the key.
    private var watchers: [(String, AsyncThrowingStream<WatchEvent, any Error>.Continuation)] = []
    /// The names of what was watched or listed by name.
    private(set) var watchedNames: [String] = []
    /// How often a token was asked for.
    private(set) var tokenRequests: [JSONValue] = []
    /// Every status that was written, by the Pod's name.
    private(set) var statuses: [String: [PodStatus]] = [:]
    private(set) var deletions: [DeleteOptions] = []
    private var conflicts = 0
    private var heldNames: Set<String> = []
    private var heldReads: [String: [CheckedContinuation<Void, Never>]] = [:]

    private func key(_ type: ResourceType, _ namespace: String?, _ name: String) -> String {
        "\(type.plural)/\(namespace ?? "")/\(name)"
    }

    // MARK: - Told by the test

    /// The next status updates are refused as outdated.
    func refuseUpdates(_ count: Int) { conflicts = count }

    /// Who asks for an object of this name waits until it is released.
    func holdReads(of name: String) { heldNames.insert(name) }

    func releaseReads(of name: String) {
        heldNames.remove(name)
        for read in heldReads.removeValue(forKey: name) ?? [] { read.resume() }
    }

    func put(_ pod: Pod) {
        let key = key(.pods, pod.metadata.namespace, pod.metadata.name)
        var object = pod.json
        let isNew = objects[key] == nil
        if let status = objects[key]?["status"] { object["status"] = status }
        store(object, key, isNew ? .added : .modified)
    }

    /// What somebody else writes to an object of the cluster.
    func change(_ type: ResourceType, _ name: String, _ body: @Sendable (inout JSONValue) -> Void) {
        let key = key(type, nil, name)
        guard var object = objects[key] else { return }
        body(&object)
        store(object, key, .modified)
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

    func remove(_ name: String) { remove(.pods, name) }

    func remove(_ type: ResourceType, _ name: String) {
        let key = key(type, "default", name)
        guard let object = objects.removeValue(forKey: key) else { return }
        tell(WatchEvent(.deleted, object), key)
    }

    /// Puts any object into its place.
    func put(_ object: some KubernetesObject) {
        let type = type(of: object).resourceType
        let key = key(type, object.metadata.namespace, object.metadata.name)
        store(object.json, key, objects[key] == nil ? .added : .modified)
    }

    private func tell(_ event: WatchEvent, _ key: String) {
        for (watched, watcher) in watchers where key.hasPrefix(watched) { watcher.yield(event) }
    }

    @discardableResult
    private func store(_ object: JSONValue, _ key: String, _ kind: WatchEvent.Kind) -> JSONValue {
        version += 1
        var object = object
        object.set(.string(String(version)), at: "metadata", "resourceVersion")
        objects[key] = object
        tell(WatchEvent(kind, object), key)
        return object
    }

    /// The beginning of the keys that a list or watch is about.
    private func prefix(
        _ type: ResourceType, _ namespace: String?, _ options: ListOptions
    ) -> String {
        let name = options.fieldSelector.flatMap { selector in
            selector.hasPrefix("metadata.name=")
                ? selector.dropFirst("metadata.name=".count) : nil
        }
        guard let name else { return type.plural + "/" }
        return key(type, namespace, String(name))
    }

    // MARK: - KubernetesClient

    func create(
        _ type: ResourceType, namespace: String?, name: String, subresource: String,
        object: JSONValue, options: WriteOptions
    ) async throws -> JSONValue {
        guard objects[key(type, namespace, name)] != nil else {
            throw APIError.notFound(type, name: name)
        }
        tokenRequests.append(object)
        var answer = object
        answer["status"] = [
            "token": .string("token-\(tokenRequests.count)"),
            "expirationTimestamp": .string(
                Timestamp(
                    secondsSince1970: 1_800_000_000
                        + (object.value(at: "spec", "expirationSeconds")?.integerValue ?? 0)
                        * Int64(tokenRequests.count)
                ).description),
        ]
        return answer
    }

    func get(_ type: ResourceType, namespace: String?, name: String) async throws -> JSONValue {
        if heldNames.contains(name), type != .pods {
            await withCheckedContinuation { heldReads[name, default: []].append($0) }
        }
        guard let object = objects[key(type, namespace, name)] else {
            throw APIError.notFound(type, name: name)
        }
        return object
    }

    func list(
        _ type: ResourceType, namespace: String?, options: ListOptions
    ) async throws -> ObjectList {
        ObjectList(
            items: objects.filter { $0.key.hasPrefix(prefix(type, namespace, options)) }
                .map(\.value),
            resourceVersion: String(version))
    }

    func watch(
        _ type: ResourceType, namespace: String?, options: ListOptions
    ) async throws -> AsyncThrowingStream<WatchEvent, any Error> {
        let (stream, continuation) = AsyncThrowingStream.makeStream(of: WatchEvent.self)
        // What changed between the list and now.
        let from = options.resourceVersion.flatMap { Int($0) } ?? 0
        let prefix = prefix(type, namespace, options)
        if !prefix.hasSuffix("/"), type != .nodes { watchedNames.append(prefix) }
        for object in objects.filter({ $0.key.hasPrefix(prefix) }).values
        where (Int(ObjectMeta(json: object["metadata"] ?? .null).resourceVersion) ?? 0) > from {
            continuation.yield(WatchEvent(.modified, object))
        }
        watchers.append((prefix, continuation))
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
        if subresource == "status" { stored["status"] = object["status"] } else { stored = object }
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
        let key = key(type, namespace, name)
        guard let object = objects.removeValue(forKey: key) else {
            throw APIError.notFound(type, name: name)
        }
        tell(WatchEvent(.deleted, object), key)
        return object
    }
}
