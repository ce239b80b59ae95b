import JSON
import KubernetesAPI
import KubernetesClient
import Logging
import ObjectStore
import Synchronization

/// Kubernetes' semantics of objects over the store: what the API server serves and what the daemon's
/// own parts use as their client.
///
/// Every refusal is an `APIError` with the status and the wording of a kube-apiserver.
public final class Registry: KubernetesClient {
    /// How often a write is tried again that lost against another one; kube-apiserver's number for
    /// patches.
    static let attemptLimit = 5

    let store: ObjectStore
    let configuration: RegistryConfiguration
    let logger: Logger
    let schedulerEvents: EventRecorder
    let lookup: AdmissionLookup
    let queues = ControllerQueues()
    let assignments: NodeAssignments
    let serverEndpoint = Mutex<ServerEndpoint?>(nil)
    private let strategies: [ResourceType: any ResourceStrategy]

    public init(store: ObjectStore, configuration: RegistryConfiguration, logger: Logger) {
        self.store = store
        self.configuration = configuration
        self.logger = logger
        schedulerEvents = EventRecorder(
            component: "default-scheduler", host: "", now: configuration.now
        ) { error in
            logger.warning("event not written", metadata: ["error": "\(error)"])
        }
        let particular: [ResourceType: any ResourceStrategy] = [
            .pods: PodStrategy(configuration: configuration),
            .namespaces: NamespaceStrategy(),
            .events: EventStrategy(),
            .nodes: NodeStrategy(),
            .podTemplates: PodTemplateStrategy(),
        ]
        strategies = ServedResource.all.filter(\.isStored).reduce(into: particular) {
            $0[$1.type] = $0[$1.type] ?? KindStrategy($1) ?? PlainStrategy(resource: $1)
        }
        lookup = AdmissionLookup(store: store)
        assignments = NodeAssignments(nodeName: configuration.nodeName)
        do {
            try store.keepInMemory(AdmissionLookup.types.map(\.qualifiedName))
            try assignments.follow(store) {
                logger.error("an object cannot be read", metadata: ["error": "\($0)"])
            }
        } catch {
            // They are read from the disk then.
            logger.error("objects not kept in memory", metadata: ["error": "\(error)"])
        }
    }

    /// Makes the objects that every cluster has, where they are missing.
    public func createInitialNamespaces() async throws {
        for name in NamespaceStrategy.initial {
            guard try await store.get(key(.namespaces, nil, name)) == nil else { continue }
            let namespace = Namespace.with { $0.metadata.name = name }
            _ = try await create(namespace)
        }
        for namespace in try await lookup.all(.namespaces) {
            try await createMissingContent(of: namespace.object)
        }
        for priorityClass in PriorityClassDefaults.system {
            guard try await lookup.get(.priorityClasses, priorityClass.name) == nil else {
                continue
            }
            _ = try await create(
                .priorityClasses, namespace: nil, object: priorityClass, options: WriteOptions())
        }
    }

    /// Does what goes on in the background until the task is cancelled: empties namespaces that are
    /// deleted, collects what has lost its owners, keeps quotas and disruption budgets right, removes
    /// old Events, reports what was scheduled.
    public func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.schedulerEvents.run(writingTo: self) }
            group.addTask { await NamespaceController(registry: self).run() }
            group.addTask { await EventExpiry(registry: self).run() }
            group.addTask { await NamespaceContentController(registry: self).run() }
            group.addTask { await GarbageCollector(registry: self).run() }
            group.addTask { await QuotaController(registry: self).run() }
            group.addTask { await DisruptionController(registry: self).run() }
            group.addTask { await Scheduler(registry: self).run() }
            group.addTask { await NodeLifecycle(registry: self).run() }
        }
    }

    var eventsView: EventsView { EventsView(registry: self) }

    /// - Throws: `APIError` 404 for a type that is not served.
    func strategy(of type: ResourceType) throws -> any ResourceStrategy {
        guard let strategy = strategies[type] else {
            throw APIError(
                code: 404, reason: "NotFound",
                message: "the server could not find the requested resource")
        }
        return strategy
    }

    func key(_ type: ResourceType, _ namespace: String?, _ name: String) -> ObjectKey {
        // The Events of both groups are the same objects.
        let type = type == .eventsV1 ? .events : type
        return ObjectKey(
            type: type.qualifiedName, namespace: type.namespaced ? namespace ?? "" : "", name: name)
    }

    /// Reads an object.
    ///
    /// - Throws: `APIError` 404.
    func stored(_ type: ResourceType, _ namespace: String?, _ name: String) async throws
        -> StoredObject
    {
        do throws(ObjectStoreError) {
            guard let found = try await store.get(key(type, namespace, name)) else {
                throw .notFound(key(type, namespace, name))
            }
            return found
        } catch {
            throw APIError(error, type: type)
        }
    }
}
