import ContainerRuntime
import ImageStore
import JSON
import KubernetesAPI
import KubernetesClient
import LinuxSystem
import Logging
import Synchronization

/// Runs the Pods that are bound to this machine.
public final class Kubelet: Sendable {
    /// What `run()` waits for, from the API and from the runtime.
    private enum Input: Sendable {
        case pods(ObjectUpdate<Pod>)
        case container(ContainerEvent)
        case ended(uid: String)
    }

    let services: KubeletServices
    private let storage: StorageController
    private let reporter: NodeReporter
    let history = UsageHistory()
    private let meter: UsageMeter
    private let workers = Mutex<[String: PodWorker]>([:])
    private let watcher = Mutex<FileWatcher?>(nil)
    /// The Pods of this machine are known that there were before.
    let synchronized = Latch()
    let arrivals = PodArrivals()

    public convenience init(
        configuration: KubeletConfiguration, client: any KubernetesClient,
        runtime: any ContainerRuntime, images: any ImageService, events: any PodEventSink,
        clock: any WallClock = SystemWallClock(), logger: Logger
    ) {
        let commands = RuntimeCommands(runtime: runtime)
        self.init(
            services: KubeletServices(
                configuration: configuration, client: client, runtime: runtime, images: images,
                events: events, clock: clock,
                references: ReferenceWatches(client: client, logger: logger),
                allocations: NodeAllocations(
                    node: NodeFacts(NodeObject.first(configuration)),
                    allowedSysctls: configuration.node.allowedUnsafeSysctls),
                pulls: ImagePullQueue(limit: configuration.images.maximumParallelPulls),
                commands: commands, checker: ContainerHealthChecker(commands: commands),
                logger: logger))
    }

    init(services: KubeletServices) {
        self.services = services
        storage = StorageController(services: services)
        reporter = NodeReporter(services: services)
        meter = UsageMeter(services: services)
    }

    /// Registers the node, takes over what runs, and looks after Pods until the task is cancelled.
    /// Containers run on when it returns.
    ///
    /// - Throws: `APIError` where the API cannot be reached at the start.
    public func run() async throws {
        services.allocations.nodeChanged(NodeFacts(try await reporter.register()))
        let (inputs, input) = AsyncStream.makeStream(of: Input.self)
        // Asked for before anything is looked at, so that no end is missed.
        let containerEvents = await services.runtime.events()
        await OrphanRemoval(services: services).removeRootFileSystems()
        let updates = podUpdates()
        await withDiscardingTaskGroup { group in
            group.addTask { [updates] in
                for await update in updates { input.yield(.pods(update)) }
            }
            group.addTask { [services] in await services.references.run() }
            group.addTask { [services, reporter] in
                await NodeFollower(services: services, reporter: reporter).run()
            }
            group.addTask { [reporter] in await reporter.run() }
            group.addTask { [services] in await QOSGroups(services: services).run() }
            group.addTask { [storage] in await storage.run() }
            group.addTask { [services] in
                await ImageCollector(services: services).run()
            }
            group.addTask { [services, reporter] in
                await EvictionManager(
                    services: services, reporter: reporter, pods: self.evictable
                ).run()
            }
            group.addTask {
                for await event in containerEvents { input.yield(.container(event)) }
            }
            for await next in inputs { await handle(next, input, &group) }
            group.cancelAll()
        }
    }

    /// How a Pod came up; nil for a Pod that is not here.
    public func startupTrace(podUID: String) -> StartupTrace? {
        worker(uid: podUID)?.trace
    }

    /// What the containers use at present.
    ///
    /// - Throws: `CancellationError`.
    public func usage() async throws -> NodeUsage { try await meter.measure() }

    func worker(uid: String) -> PodWorker? {
        workers.withLock { $0[uid] }
    }

    /// The Pods that run, each with what ends it for the machine's sake.
    @Sendable private func evictable() async -> [(
        pod: Pod, evict: @Sendable (PodFailure, Int64) -> Void
    )] {
        var found: [(pod: Pod, evict: @Sendable (PodFailure, Int64) -> Void)] = []
        for worker in workers.withLock({ Array($0.values) }) {
            let (pod, observed) = await worker.snapshot
            guard observed.stage == .syncing else { continue }
            found.append((pod, { worker.send(.evicted($0, gracePeriod: $1)) }))
        }
        return found
    }

    /// The Pods that are bound to this machine.
    private func podUpdates() -> ObjectUpdates<Pod> {
        var options = ListOptions()
        options.fieldSelector = "spec.nodeName=\(services.configuration.nodeName)"
        return services.client.updates(of: Pod.self, options: options) { [services] error in
            services.logger.warning(
                "the Pods of this machine cannot be watched, trying again",
                metadata: ["error": "\(error)"])
        }
    }

    /// What tells all readers of logs about new lines.
    ///
    /// - Throws: `SystemError`.
    func logWatcher() throws -> FileWatcher {
        try watcher.withLock { watcher in
            if let watcher { return watcher }
            let made = try FileWatcher()
            watcher = made
            return made
        }
    }

    // MARK: - Inputs

    private func handle(
        _ next: Input, _ input: AsyncStream<Input>.Continuation, _ group: inout DiscardingTaskGroup
    ) async {
        switch next {
        case .pods(.synchronized(let pods)):
            storage.podsAre(pods)
            services.claims.adopt(pods, root: services.configuration.root)
            let uids = Set(pods.map(\.metadata.uid))
            for (uid, worker) in workers.withLock({ $0 }) where !uids.contains(uid) {
                worker.send(.podRemoved)
            }
            // What runs already has its place; only then may others come.
            let running = pods.filter { $0.status.startTime != nil }
            for pod in running + pods.filter({ $0.status.startTime == nil }) {
                changed(pod, input, &group)
            }
            synchronized.open()
            group.addTask {
                await OrphanRemoval(services: self.services).run { self.worker(uid: $0) != nil }
            }
        case .pods(.applied(let pod)):
            storage.podChanged(pod)
            changed(pod, input, &group)
        case .pods(.deleted(let pod)):
            storage.podRemoved(pod.metadata.uid)
            worker(uid: pod.metadata.uid)?.send(.podRemoved)
        case .container(.exited(let id, _)):
            let container = await services.runtime.container(id: id)
            let uid = container?.configuration.labels[ContainerLabels.podUID]
            if let uid { worker(uid: uid)?.send(.containerExited(id: id)) }
        case .container(.sandboxEnded(let id)):
            let sandbox = await services.runtime.podSandboxes(owner: .kubelet)
                .first { $0.id == id }
            if let uid = sandbox?.configuration.metadata.uid {
                worker(uid: uid)?.send(.sandboxEnded(id: id))
            }
        case .ended(let uid):
            services.allocations.release(uid: uid)
            services.claims.release(uid: uid)
            workers.withLock { $0[uid] = nil }
        }
    }

    private func changed(
        _ pod: Pod, _ input: AsyncStream<Input>.Continuation, _ group: inout DiscardingTaskGroup
    ) {
        let uid = pod.metadata.uid
        if let worker = worker(uid: uid) {
            worker.send(.podChanged(pod))
            return
        }
        let allocated = ResourceAllocation(reportedBy: pod).applied(to: pod)
        let admission = services.allocations.admit(allocated)
        for victim in admission.victims {
            self.worker(uid: victim.uid)?.send(
                .evicted(CriticalPreemption.failure, gracePeriod: nil))
        }
        let worker = PodWorker(
            pod: pod, rejection: admission.rejection, awaitsRoom: !admission.victims.isEmpty,
            services: services)
        workers.withLock { $0[uid] = worker }
        arrivals.note(uid)
        if !admission.victims.isEmpty {
            services.allocations.whenReleased(Set(admission.victims.map(\.uid))) {
                worker.send(.roomMade)
            }
        }
        group.addTask {
            await worker.run()
            input.yield(.ended(uid: uid))
        }
    }
}
