import JSON
import KubernetesAPI
import KubernetesClient
import Synchronization

/// A client that keeps objects in a dictionary: enough of the semantics to see what the HTTP layer
/// asks for and does with the answers.
final class InMemoryClient: KubernetesClient {
    struct Key: Hashable {
        let plural: String
        let namespace: String?
        let name: String
    }

    struct Watcher {
        let plural: String
        let namespace: String?
        let continuation: AsyncThrowingStream<WatchEvent, any Error>.Continuation
    }

    struct State {
        var version: Int64 = 100
        var objects: [Key: JSONValue] = [:]
        var watchers: [Int: Watcher] = [:]
        var nextWatcher = 0
        /// What was asked last.
        var listOptions: ListOptions?
        var writeOptions: WriteOptions?
        var deleteOptions: DeleteOptions?
        var patch: Patch?
        var subresource: String?
        /// Sent with the next write.
        var warnings: [String] = []
    }

    let state = Mutex(State())

    var watcherCount: Int { state.withLock { $0.watchers.count } }

    func failWatches(_ error: any Error) {
        for watcher in state.withLock({ Array($0.watchers.values) }) {
            watcher.continuation.finish(throwing: error)
        }
    }

    func get(_ type: ResourceType, namespace: String?, name: String) async throws -> JSONValue {
        try state.withLock { state in
            let key = Key(plural: type.plural, namespace: namespace, name: name)
            guard let object = state.objects[key] else {
                throw APIError.notFound(type, name: name)
            }
            return object
        }
    }

    func list(_ type: ResourceType, namespace: String?, options: ListOptions) async throws
        -> ObjectList
    {
        state.withLock { state in
            state.listOptions = options
            let items = state.objects.filter {
                $0.key.plural == type.plural
                    && (namespace == nil || $0.key.namespace == namespace)
            }
            return ObjectList(
                items: items.sorted { $0.key.name < $1.key.name }.map(\.value),
                resourceVersion: "\(state.version)")
        }
    }

    func watch(_ type: ResourceType, namespace: String?, options: ListOptions) async throws
        -> AsyncThrowingStream<WatchEvent, any Error>
    {
        let (stream, continuation) = AsyncThrowingStream.makeStream(of: WatchEvent.self)
        let (identifier, present) = state.withLock { state in
            state.listOptions = options
            state.nextWatcher += 1
            state.watchers[state.nextWatcher] = Watcher(
                plural: type.plural, namespace: namespace, continuation: continuation)
            let present = state.objects.filter {
                $0.key.plural == type.plural && (namespace == nil || $0.key.namespace == namespace)
            }
            return (
                state.nextWatcher, options.resourceVersion == nil ? Array(present.values) : []
            )
        }
        for object in present { continuation.yield(WatchEvent(.added, object)) }
        continuation.onTermination = { [self] _ in
            state.withLock { _ = $0.watchers.removeValue(forKey: identifier) }
        }
        return stream
    }

    func create(
        _ type: ResourceType, namespace: String?, object: JSONValue, options: WriteOptions
    ) async throws -> JSONValue {
        let name = object.value(at: "metadata", "name")?.stringValue ?? ""
        return try write(type, namespace, name, .added, options) { old in
            guard old == nil else { throw APIError.alreadyExists(type, name: name) }
            var object = object
            object.set(namespace.map { .string($0) }, at: "metadata", "namespace")
            object.set("uid-\(name)", at: "metadata", "uid")
            object.set("2026-11-22T20:00:00Z", at: "metadata", "creationTimestamp")
            return object
        }
    }

    func update(
        _ type: ResourceType, namespace: String?, name: String, subresource: String?,
        object: JSONValue, options: WriteOptions
    ) async throws -> JSONValue {
        state.withLock { $0.subresource = subresource }
        return try write(type, namespace, name, .modified, options) { old in
            guard old != nil else { throw APIError.notFound(type, name: name) }
            return object
        }
    }

    func patch(
        _ type: ResourceType, namespace: String?, name: String, subresource: String?, patch: Patch,
        options: WriteOptions
    ) async throws -> JSONValue {
        state.withLock {
            $0.subresource = subresource
            $0.patch = patch
        }
        return try write(type, namespace, name, .modified, options) { old in
            guard let old else { throw APIError.notFound(type, name: name) }
            return old.merging(patch.body)
        }
    }

    func delete(_ type: ResourceType, namespace: String?, name: String, options: DeleteOptions)
        async throws -> JSONValue
    {
        state.withLock { $0.deleteOptions = options }
        let object = try await get(type, namespace: namespace, name: name)
        return state.withLock { state in
            state.version += 1
            state.objects[Key(plural: type.plural, namespace: namespace, name: name)] = nil
            Self.announce(WatchEvent(.deleted, object), type, namespace, state)
            return object
        }
    }

    private func write(
        _ type: ResourceType, _ namespace: String?, _ name: String, _ kind: WatchEvent.Kind,
        _ options: WriteOptions, _ change: (JSONValue?) throws -> JSONValue
    ) throws -> JSONValue {
        try state.withLock { state in
            state.writeOptions = options
            state.warnings.forEach { options.onWarning?($0) }
            state.warnings = []
            let key = Key(plural: type.plural, namespace: namespace, name: name)
            var object = try change(state.objects[key])
            state.version += 1
            object.set(.string("\(state.version)"), at: "metadata", "resourceVersion")
            state.objects[key] = object
            Self.announce(WatchEvent(kind, object), type, namespace, state)
            return object
        }
    }

    private static func announce(
        _ event: WatchEvent, _ type: ResourceType, _ namespace: String?, _ state: State
    ) {
        for watcher in state.watchers.values
        where watcher.plural == type.plural
            && (watcher.namespace == nil || watcher.namespace == namespace)
        {
            watcher.continuation.yield(event)
        }
    }
}

extension JSONValue {
    /// A JSON merge patch (RFC 7386).
    fileprivate func merging(_ patch: JSONValue) -> JSONValue {
        guard case .object(let changes) = patch else { return patch }
        var result = objectValue == nil ? JSONValue.object([:]) : self
        for (key, change) in changes {
            result[key] = change.isNull ? nil : (result[key] ?? .null).merging(change)
        }
        return result
    }
}
