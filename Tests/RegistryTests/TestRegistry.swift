import Glibc
import JSON
import KubernetesAPI
import KubernetesClient
import Logging
import ObjectStore
import Registry
import Synchronization

/// A registry over a database of its own, with a clock that the test moves.
final class TestRegistry: Sendable {
    let registry: Registry
    private let store: ObjectStore
    private let configuration: RegistryConfiguration
    private let folder: String

    init(
        eventTimeToLive: Duration = .seconds(3600), historyLimit: Int = 10_000,
        rootCertificates: String? = nil, mountsServiceAccountTokens: Bool = false,
        reviewPod: @escaping @Sendable (JSONValue) throws -> [String] = { _ in [] }
    ) async throws {
        var template = Array("/tmp/swiftlet-registry-XXXXXX".utf8CString)
        folder = String(cString: mkdtemp(&template)!)
        store = try ObjectStore(path: folder + "/state.db", historyLimit: historyLimit)
        let clock = Clock()
        self.clock = clock
        configuration = RegistryConfiguration(
            nodeName: "here", eventTimeToLive: eventTimeToLive,
            rootCertificates: rootCertificates,
            mountsServiceAccountTokens: mountsServiceAccountTokens, now: { clock.now },
            reviewPod: reviewPod)
        registry = Registry(store: store, configuration: configuration, logger: Self.logger)
        try await registry.createInitialNamespaces()
        try await createNamespace("lab")
    }

    deinit {
        for suffix in ["", "-wal", "-shm"] { unlink(folder + "/state.db" + suffix) }
        rmdir(folder)
    }

    let clock: Clock

    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// A registry that knows only what is in the store, as after a restart of the daemon.
    func restarted() -> Registry {
        Registry(store: store, configuration: configuration, logger: Self.logger)
    }

    final class Clock: Sendable {
        private let time = Mutex(Timestamp(secondsSince1970: 1_800_000_000))
        var now: Timestamp { time.withLock { $0 } }
        func advance(_ duration: Duration) { time.withLock { $0 = $0 + duration } }
    }

    func createNamespace(_ name: String) async throws {
        _ = try await registry.create(Namespace.with { $0.metadata.name = name })
    }

    @discardableResult
    func createPod(
        _ name: String, in namespace: String = "lab", labels: [String: String] = [:]
    ) async throws -> JSONValue {
        var pod = podManifest(name)
        pod.set(.object(JSONObject(labels.mapValues { .string($0) })), at: "metadata", "labels")
        return try await create(pod, in: namespace)
    }

    @discardableResult
    func create(
        _ object: JSONValue, in namespace: String? = "lab", type: ResourceType = .pods,
        options: WriteOptions = WriteOptions()
    ) async throws -> JSONValue {
        try await registry.create(type, namespace: namespace, object: object, options: options)
    }

    /// Waits until an object of a type in `lab` is as wanted.
    func wait(
        for type: ResourceType, namespace: String? = "lab",
        until isWanted: @Sendable (JSONValue) -> Bool
    ) async throws {
        let events = try await registry.watch(
            type, namespace: type.namespaced ? namespace : nil, options: ListOptions())
        for try await event in events
        where event.kind != .deleted && isWanted(event.object) { return }
    }

    /// Waits until an object is gone.
    func waitForEnd(
        of type: ResourceType, namespace: String? = "lab", _ name: String
    ) async throws {
        let list = try await registry.list(type, namespace: namespace, options: ListOptions())
        let isThere = list.items.contains { $0.text("metadata", "name") == name }
        guard isThere else { return }
        let events = try await registry.watch(
            type, namespace: namespace,
            options: ListOptions(resourceVersion: list.resourceVersion))
        for try await event in events
        where event.kind == .deleted && event.object.text("metadata", "name") == name { return }
    }

    func pod(_ name: String, in namespace: String = "lab") async throws -> JSONValue {
        try await registry.get(.pods, namespace: namespace, name: name)
    }

    func update(_ object: JSONValue, subresource: String? = nil) async throws -> JSONValue {
        try await registry.update(
            .pods, namespace: "lab", name: object.value(at: "metadata", "name")?.stringValue ?? "",
            subresource: subresource, object: object, options: WriteOptions())
    }

    func patch(
        _ name: String, _ format: Patch.Format, _ body: JSONValue, subresource: String? = nil
    ) async throws -> JSONValue {
        try await registry.patch(
            .pods, namespace: "lab", name: name, subresource: subresource,
            patch: Patch(format, body), options: WriteOptions())
    }

    func delete(_ name: String, _ options: DeleteOptions = DeleteOptions()) async throws
        -> JSONValue
    {
        try await registry.delete(.pods, namespace: "lab", name: name, options: options)
    }
}

func podManifest(_ name: String) -> JSONValue {
    [
        "apiVersion": "v1", "kind": "Pod", "metadata": ["name": .string(name)],
        "spec": ["containers": [["name": "main", "image": "busybox"]]],
    ]
}

/// The refusal that `body` meets; nil where it succeeds.
func refusal(_ body: () async throws -> some Any) async -> APIError? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? APIError
    }
}

extension JSONValue {
    func text(_ path: String...) -> String? { value(at: path)?.stringValue }
    func number(_ path: String...) -> Int64? { value(at: path)?.integerValue }
    var version: Int64? { text("metadata", "resourceVersion").flatMap { Int64($0) } }
}
