import ContainerRuntime
import KubernetesAPI
import LinuxSystem
import Logging

/// Keeps the machine from running out of memory, disk and process ids, and Pods within their limits
/// on the disk (kubelet: `pkg/kubelet/eviction`).
///
/// It looks at the machine every ten seconds, which costs a few short reads of `/proc`, and at once
/// when the kernel tells that processes have to wait for memory. The Pods' files are only walked
/// where Pods have limits, and never for more than a twentieth of the time.
struct EvictionManager: Sendable {
    let services: KubeletServices
    let reporter: NodeReporter
    /// The Pods that run, each with what tells its worker to end it.
    let pods: @Sendable () async -> [(pod: Pod, evict: @Sendable (PodFailure, Int64) -> Void)]

    /// Works until the task is cancelled.
    func run() async {
        let (wakes, wake) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let clock = services.clock
        let interval = settings.interval.nanoseconds
        await withDiscardingTaskGroup { group in
            group.addTask {
                while !Task.isCancelled {
                    try? await clock.sleep(until: clock.now() + interval)
                    wake.yield()
                }
            }
            group.addTask {
                await MemoryStall.follow { wake.yield() }
            }
            var state = EvictionState()
            var nextWalk: Int64 = 0
            for await _ in wakes {
                await look(&state, &nextWalk)
                if Task.isCancelled { break }
            }
            group.cancelAll()
        }
    }

    private var settings: EvictionSettings { services.configuration.node.eviction }

    private func look(_ state: inout EvictionState, _ nextWalk: inout Int64) async {
        let now = services.clock.now()
        let observations = services.observe(services.configuration.root)
        let before = state.pressure
        let due = state.observe(observations, settings, now: now)
        if state.pressure != before { reporter.set(state.pressure) }
        if now >= nextWalk {
            let hasEvicted = await enforceDiskLimits()
            nextWalk = now + (services.clock.now() - now) * 20
            if hasEvicted { return }
        }
        guard let threshold = due.first, let seen = observations[threshold.signal] else { return }
        await reclaim(threshold, seen)
    }

    // MARK: - Limits of Pods

    private func enforceDiskLimits() async -> Bool {
        var hasEvicted = false
        for (pod, evict) in await pods() where pod.spec.hasDiskLimits && !pod.spec.isCritical {
            let usage = await PodUsageReader(services: services).usage(of: pod, disk: true)
            guard let message = EvictionMessage.localStorage(usage) else { continue }
            evict(PodFailure(reason: "Evicted", message: message), Self.hardGracePeriod)
            hasEvicted = true
        }
        return hasEvicted
    }

    // MARK: - The machine

    private static let hardGracePeriod: Int64 = 1

    private func reclaim(_ threshold: EvictionThreshold, _ seen: EvictionObservation) async {
        let resource = threshold.signal.resource
        services.nodeWarning("EvictionThresholdMet", "Attempting to reclaim \(resource)")
        if threshold.signal.pressure == .disk {
            let collector = ImageCollector(services: services)
            if await collector.removeUnused(until: { await isResolved(threshold) }) { return }
        }
        var usages: [PodUsage] = []
        let candidates = await pods()
        for candidate in candidates where !candidate.pod.spec.isCritical {
            usages.append(
                await PodUsageReader(services: services).usage(
                    of: candidate.pod, disk: threshold.signal.pressure == .disk))
        }
        guard let first = EvictionRanking.rank(usages, by: resource).first,
            let candidate = candidates.first(where: {
                $0.pod.metadata.uid == first.pod.metadata.uid
            })
        else { return }
        let failure = EvictionMessage.nodeWasLow(on: threshold, seen, first)
        services.logger.warning(
            "a Pod is evicted",
            metadata: ["pod.uid": "\(first.pod.metadata.uid)", "reason": "\(failure.message)"])
        candidate.evict(
            failure,
            Self.gracePeriod(of: candidate.pod, at: threshold, settings))
    }

    /// Seconds that an evicted Pod gets: at a soft threshold its own, up to what the node gives.
    static func gracePeriod(
        of pod: Pod, at threshold: EvictionThreshold, _ settings: EvictionSettings
    ) -> Int64 {
        if threshold.isHard { return hardGracePeriod }
        return min(
            settings.maximumPodGracePeriod, pod.spec.terminationGracePeriodSeconds ?? .max)
    }

    /// As `EvictionState` will see it: with what is to be reclaimed beyond the threshold.
    @Sendable private func isResolved(_ threshold: EvictionThreshold) async -> Bool {
        let seen = services.observe(services.configuration.root)[threshold.signal]
        let more = settings.minimumReclaim[threshold.signal]
        return seen.map {
            $0.available >= threshold.amount.amount(of: $0.capacity)
                + (more?.amount(of: $0.capacity) ?? 0)
        } ?? true
    }
}
