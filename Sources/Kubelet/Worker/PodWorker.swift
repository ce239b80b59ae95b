import ContainerRuntime
import JSON
import KubernetesAPI
import Logging

/// Looks after one Pod from the moment it is seen until nothing is left of it.
///
/// One task reads events, decides, and starts steps as child tasks that report back as events: no
/// step holds up another one. All it knows can be rebuilt from the API object and the runtime.
actor PodWorker {
    nonisolated let uid: String
    nonisolated let trace: StartupTrace
    /// What ran before is taken over.
    nonisolated let adopted = Latch()
    let services: KubeletServices
    let events: PodEvents
    let writer: StatusWriter
    let logger: Logger
    private nonisolated let stream: AsyncStream<PodWorkerEvent>
    private nonisolated let continuation: AsyncStream<PodWorkerEvent>.Continuation

    /// With the resources that it has been given.
    var pod: Pod
    /// What the Pod asks for.
    var desired: ResourceAllocation
    /// What it has been given.
    var allocation: ResourceAllocation
    var observed = ObservedPod()
    /// Failures in a row by what failed: `sandbox`, `volumes`, `container NAME`, `pull IMAGE`,
    /// and `image of NAME` for what is wrong with an image other than that it cannot be pulled.
    var failures: [String: CrashBackOff] = [:]
    /// The last failed pulls, by the image's name: one back-off for all who use an image.
    var imageFailures: [String: Failure] = [:]
    /// What to tell of images that were there already when their containers are made, by container.
    var untoldImages: [String: String] = [:]
    /// When the step began that makes the volumes, nanoseconds since 1970.
    var volumesBegunAt: Int64 = 0
    /// The failed pulls whose waiting was told, by container: when they failed.
    var announcedBackOffs: [String: Int64] = [:]
    /// That of the app container whose start was begun last.
    var lastTurn: StartTurn?
    var references = PodReferences()
    /// Those in the Pod's volumes.
    var tokens: [ServiceAccountToken.Request: ServiceAccountToken] = [:]
    var reported: PodStatus
    private var wakeTimes: Set<Int64> = []
    var isRemoved = false
    private(set) var isDone = false
    /// Set by a step after which another decision is due at once.
    var stageHasChanged = false
    /// The probes that run.
    var probed: Set<ProbeTarget> = []
    var tasks = WorkerTasks()
    /// Where the step is that makes the volumes.
    var volumeProgress: VolumeProgress?
    /// Whether the volumes that are being made are for users that the Pod has no more.
    var volumesAreOutdated = false
    /// Where the step is that removes what the Pod has.
    nonisolated let removalProgress = RemovalProgress()
    /// What the end of the Pod waits for, since when, and whether it was told.
    private var waits: (list: [String], since: Int64, isTold: Bool) = ([], 0, true)
    /// Those who follow a log of the Pod.
    var readers: [LogReaderReference] = []

    /// - Parameters:
    ///   - rejection: why it may not run here.
    ///   - awaitsRoom: whether others have been told to end for it.
    init(
        pod: Pod, rejection: PodFailure? = nil, awaitsRoom: Bool = false, services: KubeletServices
    ) {
        var logger = services.logger
        logger[metadataKey: "pod"] = "\(pod.metadata.namespace)/\(pod.metadata.name)"
        logger[metadataKey: "pod.uid"] = "\(pod.metadata.uid)"
        uid = pod.metadata.uid
        desired = ResourceAllocation(of: pod.spec)
        allocation = ResourceAllocation(reportedBy: pod)
        self.pod = allocation.applied(to: pod)
        self.services = services
        self.logger = logger
        reported = pod.status
        trace = StartupTrace(clock: services.clock)
        events = PodEvents(sink: services.events, pod: pod)
        writer = StatusWriter(
            pod: pod, client: services.client, clock: services.clock, logger: logger)
        (stream, continuation) = AsyncStream.makeStream(of: PodWorkerEvent.self)
        observed.isAwaitingRoom = awaitsRoom
        guard let rejection else { return }
        observed.stage = .terminated(
            Termination(
                cause: .failed(rejection), gracePeriod: 0, startedAt: services.clock.now()))
        events.warning(
            rejection.reason, String(rejection.message.trimmingPrefix("Pod was rejected: ")))
    }

    /// Tells the worker something; never waits.
    nonisolated func send(_ event: PodWorkerEvent) {
        continuation.yield(event)
    }

    /// Returns when the Pod is gone, or the task is cancelled.
    func run() async {
        await adopt()
        adopted.open()
        considerResize()
        await withDiscardingTaskGroup { group in
            group.addTask { [writer] in await writer.run() }
            turn(&group)
            for await event in stream {
                await apply(event, &group)
                if isDone { break }
                turn(&group)
            }
            tasks.cancelAll()
            group.cancelAll()
        }
        services.references.unfollow(uid)
        isDone = true
        wakeReaders()
    }

    /// What the Pod is now, as a reader of logs needs it.
    var snapshot: (pod: Pod, observed: ObservedPod) { (pod, observed) }

    // MARK: - Turns

    /// Decides and starts what is decided, until nothing new comes of it.
    private func turn(_ group: inout DiscardingTaskGroup) {
        repeat {
            stageHasChanged = false
            let actions = PodSync.decide(
                pod, observed, now: services.clock.now(), settings: services.configuration.sync)
            for action in actions { carryOut(action, &group) }
        } while stageHasChanged
        stepResize(&group)
        followProbes()
        report()
        tellWaits(&group)
    }

    /// Tells what the end of the Pod waits for where that takes its time.
    private func tellWaits(_ group: inout DiscardingTaskGroup) {
        let list = TerminationWait.list(
            pod, observed, volume: volumeProgress?.volume, removal: removalProgress.step)
        let now = services.clock.now()
        if list != waits.list {
            waits = (list, since: now, isTold: list.isEmpty)
            if !list.isEmpty { wake(at: now + TerminationWait.patience, &group) }
        }
        guard !waits.isTold, now >= waits.since + TerminationWait.patience else { return }
        waits.isTold = true
        events.normal("Terminating", TerminationWait.message(list))
    }

    /// Reports the status if it is another one than was reported last.
    private func report() {
        let status = PodStatuses.status(
            of: pod, observed: observed, previous: reported,
            hostIPs: services.configuration.hostIPs, now: services.clock.now(),
            settings: services.configuration.sync)
        wakeReaders()
        // What has a start time was taken once and is never judged again: not before it has room.
        if observed.isAwaitingRoom, observed.stage == .syncing { return }
        guard status.json != reported.json else { return }
        reported = status
        pod.status = status
        if !isRemoved { writer.write(status) }
        traceRunning()
    }

    private func traceRunning() {
        let allRun = pod.spec.containers.allSatisfy { observed[$0.name].current?.isRunning == true }
        guard allRun, trace.markRunning() else { return }
        logger.debug(
            "all containers of the Pod run", metadata: ["trace": "\(trace.json.serialized())"])
    }

    /// Readers that follow a log ask again whether more can come.
    private func wakeReaders() {
        readers.removeAll { $0.reader == nil }
        for reference in readers { reference.reader?.wake() }
    }

    // MARK: - Events

    private func apply(_ event: PodWorkerEvent, _ group: inout DiscardingTaskGroup) async {
        switch event {
        case .podChanged(let changed): accept(changed)
        case .podRemoved: acceptRemoval()
        case .woken(let time):
            wakeTimes.remove(time)
            announceImageBackOffs()
        case .containerExited(let id): await refresh(id)
        case .volumesFilled(let contents, let failures): volumesFilled(contents, failures)
        case .referenceChanged(let reference, let version): learn(reference, version)
        case .environmentRead(let name, let versions):
            references.containerFailed(name, configuredFrom: versions)
        case .sandboxStarted(let result): sandboxStarted(result)
        case .sandboxRemoved(let failure): sandboxRemoved(failure)
        case .sandboxStopped(let failure): await sandboxStopped(failure)
        case .sandboxEnded(let id): sandboxEnded(id)
        case .claimFreed: claimFreed()
        case .imageEnsured(let name, let image, let outcome, let begunAt):
            imageEnsured(name, image, outcome, begunAt)
        case .launched(let name, let outcome, let turn):
            await launched(name, outcome, turn, &group)
        case .postStarted(let name, let id, let failure): postStarted(name, id, failure)
        case .probed(let target, let verdict): probed(target, verdict)
        case .preStopped(let name, let id, let failure): preStopped(name, id, failure)
        case .stopped(let name, let id, let failure): await stopped(name, id, failure, &group)
        case .allRemoved: allRemoved()
        case .roomChanged: considerResize()
        case .roomMade: observed.isAwaitingRoom = false
        case .resized(let steps, let failure): resized(steps, failure)
        case .evicted(let failure, let grace): evict(failure, grace)
        case .cleaned(let failure): cleaned(failure, &group)
        case .deleted(let failure): deleted(failure, &group)
        }
    }

    private func cleaned(_ failure: String?, _ group: inout DiscardingTaskGroup) {
        guard let failure else {
            if isRemoved {
                isDone = true
            } else {
                writer.deletePod { [continuation] in continuation.yield(.deleted(failure: $0)) }
            }
            return
        }
        logger.warning("a Pod could not be removed yet", metadata: ["error": "\(failure)"])
        events.warning("FailedKillPod", "error killing pod: \(failure)")
        retryLater(&group) { await $0.clean() }
    }

    private func deleted(_ failure: String?, _ group: inout DiscardingTaskGroup) {
        guard let failure else {
            isDone = true
            let finalizers = pod.metadata.finalizers
            if !isRemoved, !finalizers.isEmpty {
                events.normal(
                    "Terminating",
                    TerminationWait.message(["its finalizers \(finalizers.joined(separator: ", "))"]
                    ))
            }
            return
        }
        logger.warning("a Pod's object could not be deleted", metadata: ["error": "\(failure)"])
        retryLater(&group) { $0.send(.cleaned(failure: nil)) }
    }

    func retryLater(
        _ group: inout DiscardingTaskGroup, _ work: @escaping @Sendable (PodWorker) async -> Void
    ) {
        let clock = services.clock
        group.addTask {
            try? await clock.sleep(until: clock.now() + .second)
            if !Task.isCancelled { await work(self) }
        }
    }

    /// Asks for an event at a time.
    func wake(at time: Int64, _ group: inout DiscardingTaskGroup) {
        guard wakeTimes.insert(time).inserted else { return }
        group.addTask { [clock = services.clock] in
            try? await clock.sleep(until: time)
            self.send(.woken(at: time))
        }
    }
}
