import KubernetesAPI
import KubernetesClient
import Logging
import Synchronization

/// Follows the ConfigMaps and Secrets that Pods use: one watch for each, however many Pods use it,
/// and none for those that nobody uses.
final class ReferenceWatches: Sendable {
    /// Told the version an object has now; empty where there is none.
    typealias Listener = @Sendable (ConfigurationReference, _ version: String) -> Void

    private struct Watched {
        /// By the Pod's uid.
        var listeners: [String: Listener] = [:]
        /// Nil until the watch has begun.
        var version: String?
        let stop: AsyncStream<Never>.Continuation
    }

    private struct Beginning: Sendable {
        let reference: ConfigurationReference
        let stopped: AsyncStream<Never>
    }

    private let client: any KubernetesClient
    private let logger: Logger
    private let watched = Mutex<[ConfigurationReference: Watched]>([:])
    private let beginnings: AsyncStream<Beginning>
    private let beginning: AsyncStream<Beginning>.Continuation

    init(client: any KubernetesClient, logger: Logger) {
        self.client = client
        self.logger = logger
        (beginnings, beginning) = AsyncStream.makeStream()
    }

    /// How many objects are watched.
    var count: Int { watched.withLock { $0.count } }

    /// Says which objects a Pod uses from now on; each new one is told about once its version is
    /// known, and all of them whenever they change.
    func follow(
        _ references: Set<ConfigurationReference>, for uid: String,
        _ listener: @escaping Listener
    ) {
        let known = watched.withLock { watched in
            for (reference, entry) in watched
            where entry.listeners[uid] != nil && !references.contains(reference) {
                watched[reference]?.listeners[uid] = nil
                guard entry.listeners.count == 1 else { continue }
                watched[reference] = nil
                entry.stop.finish()
            }
            var known: [(ConfigurationReference, String)] = []
            for reference in references where watched[reference]?.listeners[uid] == nil {
                if let version = watched[reference]?.version { known.append((reference, version)) }
                watched[reference, default: begin(reference)].listeners[uid] = listener
            }
            return known
        }
        for (reference, version) in known { listener(reference, version) }
    }

    func unfollow(_ uid: String) {
        follow([], for: uid) { _, _ in }
    }

    /// Watches until the task is cancelled.
    func run() async {
        await withDiscardingTaskGroup { group in
            for await beginning in beginnings {
                group.addTask { await self.watch(beginning) }
            }
            group.cancelAll()
        }
    }

    private func begin(_ reference: ConfigurationReference) -> Watched {
        let (stopped, stop) = AsyncStream.makeStream(of: Never.self)
        beginning.yield(Beginning(reference: reference, stopped: stopped))
        return Watched(stop: stop)
    }

    private func watch(_ beginning: Beginning) async {
        await withDiscardingTaskGroup { group in
            group.addTask {
                switch beginning.reference.kind {
                case .configMap: await self.watch(ConfigMap.self, beginning.reference)
                case .secret: await self.watch(Secret.self, beginning.reference)
                case .claim: await self.watch(PersistentVolumeClaim.self, beginning.reference)
                }
            }
            for await _ in beginning.stopped {}
            group.cancelAll()
        }
    }

    private func watch<Object: KubernetesObject>(
        _ type: Object.Type, _ reference: ConfigurationReference
    ) async {
        var options = ListOptions()
        options.fieldSelector = "metadata.name=\(reference.name)"
        let updates = client.updates(
            of: type, namespace: reference.namespace, options: options
        ) { [logger] error in
            logger.warning(
                "a \(reference.kindName) cannot be watched, trying again",
                metadata: [
                    "object": "\(reference.namespace)/\(reference.name)", "error": "\(error)",
                ])
        }
        for await update in updates {
            let version =
                switch update {
                case .synchronized(let objects): objects.first?.metadata.resourceVersion ?? ""
                case .applied(let object): object.metadata.resourceVersion
                case .deleted: ""
                }
            tell(reference, version)
        }
    }

    private func tell(_ reference: ConfigurationReference, _ version: String) {
        let listeners = watched.withLock { watched -> [Listener] in
            watched[reference]?.version = version
            return (watched[reference]?.listeners.values).map { Array($0) } ?? []
        }
        for listener in listeners { listener(reference, version) }
    }
}
