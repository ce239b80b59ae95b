import ContainerRuntime
import JSON
import KubernetesClient
import LinuxSystem
import Synchronization

/// Measures what containers and the machine use when somebody asks.
///
/// CPU is a rate, which takes two readings. The first is the last one of whoever asked before, while
/// it says something of the present; else it is made now, and the second follows a second later.
/// Nothing is read while nobody asks.
final class UsageMeter: Sendable {
    /// The least time between two readings, in nanoseconds: cgroups count in steps.
    static let minimumWindow: Int64 = .second
    /// Up to which age a reading is used as the first one, in nanoseconds.
    static let maximumWindow: Int64 = 60 * .second

    private let services: KubeletServices
    private let last = Mutex<UsageReading?>(nil)

    init(services: KubeletServices) {
        self.services = services
    }

    /// - Throws: `CancellationError`.
    func measure() async throws -> NodeUsage {
        let first = await firstReading()
        try await services.clock.sleep(until: first.time + Self.minimumWindow)
        let second = await read()
        return second.usage(since: first)
    }

    private func firstReading() async -> UsageReading {
        let now = services.clock.now()
        let kept = last.withLock { $0 }
        if let kept, (0...Self.maximumWindow).contains(now - kept.time) { return kept }
        return await read()
    }

    private func read() async -> UsageReading {
        let clock = services.clock
        var reading = UsageReading(
            time: clock.now(),
            machine: UsageSample(time: clock.now(), usage: MachineUsage.current()))
        for sandbox in await services.runtime.podSandboxes(owner: .kubelet)
        where sandbox.state == .ready {
            for container in await services.runtime.containers(sandboxID: sandbox.id)
            where container.processID != 0 {
                guard let usage = await services.runtime.stats(containerID: container.id) else {
                    continue
                }
                reading.containers[container.id] = UsageReading.Container(
                    podUID: sandbox.configuration.metadata.uid, name: container.configuration.name,
                    startedAt: container.createdAt,
                    sample: UsageSample(time: clock.now(), usage: usage))
            }
        }
        last.withLock { $0 = reading }
        return reading
    }
}

/// What all counters said at one time.
struct UsageReading: Sendable {
    struct Container: Sendable {
        var podUID: String
        var name: String
        /// Nanoseconds since 1970.
        var startedAt: Int64
        var sample: UsageSample
    }

    /// Nanoseconds since 1970.
    var time: Int64
    var machine: UsageSample
    /// By id.
    var containers: [String: Container] = [:]

    /// What was used between an earlier reading and this one. A container that has started since is
    /// measured from its start; what cannot be measured is left out.
    func usage(since earlier: UsageReading) -> NodeUsage {
        var pods: [String: [NodeUsage.Container]] = [:]
        for (id, container) in containers {
            let start = UsageSample(time: container.startedAt, usage: CgroupUsage(cpuTime: 0))
            let before = earlier.containers[id]?.sample ?? start
            guard let amounts = Self.amounts(container.sample, since: before) else { continue }
            pods[container.podUID, default: []].append(
                NodeUsage.Container(name: container.name, amounts: amounts))
        }
        return NodeUsage(
            time: time, window: time - earlier.time,
            machine: Self.amounts(machine, since: earlier.machine),
            pods: pods.mapValues { $0.sorted { $0.name < $1.name } })
    }

    private static func amounts(
        _ sample: UsageSample, since earlier: UsageSample
    ) -> NodeUsage.Amounts? {
        guard let cpu = sample.nanoCores(since: earlier),
            let memory = sample.usage.memoryWorkingSet
        else { return nil }
        return NodeUsage.Amounts(cpu: cpu, memory: memory)
    }
}
