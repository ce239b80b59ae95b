import Glibc
import JSON
import KubernetesAPI
import LinuxSystem
import Synchronization
import Testing

@testable import Kubelet

@Suite struct EvictionTests {
    private static let memory = EvictionThreshold(
        signal: .memoryAvailable, amount: .quantity(Quantity("100Mi")))

    private static func seen(_ available: Int64, _ capacity: Int64 = 1 << 30)
        -> [EvictionSignal: EvictionObservation]
    {
        [.memoryAvailable: EvictionObservation(available: available, capacity: capacity)]
    }

    private static func usage(
        _ name: String, memory: Int64, request: String = "0", priority: Int32 = 0
    ) -> PodUsage {
        let pod = Pod.bound(
            named: name,
            [
                .named("main") {
                    $0.resources.requests["memory"] = Quantity(checking: .string(request))
                }
            ]
        ) { $0.spec.priority = priority }
        return PodUsage(
            pod: pod, memory: memory, containers: [.init(name: "main", memory: memory, disk: nil)])
    }

    @Test func aHardThresholdActsAtOnceAndItsConditionStaysAWhile() {
        var state = EvictionState()
        let settings = EvictionSettings()
        #expect(state.observe(Self.seen(200 << 20), settings, now: 0).isEmpty)
        #expect(state.pressure.isEmpty)
        #expect(state.observe(Self.seen(99 << 20), settings, now: 1).first == Self.memory)
        #expect(state.pressure == [.memory])
        #expect(state.observe(Self.seen(200 << 20), settings, now: 2).isEmpty)
        #expect(state.pressure == [.memory], "for five minutes")
        _ = state.observe(Self.seen(200 << 20), settings, now: 302 * .second)
        #expect(state.pressure.isEmpty)
    }

    @Test func aSoftThresholdWaitsForItsGracePeriod() {
        var settings = EvictionSettings()
        settings.hard = [:]
        settings.soft = [.memoryAvailable: .share(0.5)]
        settings.softGracePeriod = [.memoryAvailable: .seconds(30)]
        var state = EvictionState()
        #expect(state.observe(Self.seen(1 << 20), settings, now: 0).isEmpty)
        #expect(state.pressure == [.memory])
        #expect(state.observe(Self.seen(1 << 20), settings, now: 29 * .second).isEmpty)
        #expect(state.observe(Self.seen(1 << 20), settings, now: 30 * .second).count == 1)
        _ = state.observe(Self.seen(1 << 30), settings, now: 31 * .second)
        #expect(state.observe(Self.seen(1 << 20), settings, now: 32 * .second).isEmpty, "anew")
    }

    @Test func whatIsReclaimedHasToBeEnough() {
        var settings = EvictionSettings()
        settings.minimumReclaim = [.memoryAvailable: .quantity(Quantity("50Mi"))]
        var state = EvictionState()
        #expect(state.observe(Self.seen(99 << 20), settings, now: 0).count == 1)
        #expect(state.observe(Self.seen(120 << 20), settings, now: 1).count == 1)
        #expect(state.observe(Self.seen(150 << 20), settings, now: 2).isEmpty)
    }

    @Test("a soft threshold leaves a Pod its own seconds, up to what the node gives")
    func gracePeriods() {
        var settings = EvictionSettings()
        settings.maximumPodGracePeriod = 60
        var soft = Self.memory
        soft.gracePeriod = .second
        var pod = Pod.bound([.named("main")])
        func seconds(_ threshold: EvictionThreshold) -> Int64 {
            EvictionManager.gracePeriod(of: pod, at: threshold, settings)
        }
        #expect(seconds(Self.memory) == 1)
        #expect(seconds(soft) == 30)
        pod.spec.terminationGracePeriodSeconds = 300
        #expect(seconds(soft) == 60)
        settings.maximumPodGracePeriod = 0
        #expect(seconds(soft) == 0)
    }

    @Test func thoseBeyondTheirRequestsGoFirstThenTheLessImportant() {
        let ranked = EvictionRanking.rank(
            [
                Self.usage("within", memory: 50 << 20, request: "100Mi"),
                Self.usage("important", memory: 300 << 20, priority: 10),
                Self.usage("small", memory: 20 << 20),
                Self.usage("large", memory: 200 << 20, request: "100Mi"),
            ], by: "memory")
        #expect(ranked.map(\.pod.metadata.name) == ["large", "small", "important", "within"])
    }

    @Test func theMessageSaysWhoUsedWhat() {
        let message = EvictionMessage.nodeWasLow(
            on: Self.memory, EvictionObservation(available: 50 << 20, capacity: 1 << 30),
            Self.usage("a", memory: 200 << 20, request: "100Mi"))
        #expect(
            message
                == "The node was low on resource: memory. Threshold quantity: 100Mi, available: "
                + "50Mi. Container main was using 200Mi, request is 100Mi, has larger consumption "
                + "of memory. ")
    }

    @Test func limitsOnTheDiskAreNamed() {
        var usage = PodUsage(
            pod: .bound([
                .named("main") { $0.resources.limits["ephemeral-storage"] = Quantity("1Mi") },
                .named("other"),
            ]) {
                $0.spec.volumes = [
                    .with {
                        $0.name = "cache"
                        $0.emptyDir = .with { $0.sizeLimit = Quantity("2Mi") }
                    }
                ]
            })
        #expect(usage.pod.spec.hasDiskLimits)
        usage.containers = [.init(name: "main", memory: nil, disk: 1 << 20)]
        #expect(EvictionMessage.localStorage(usage) == nil)
        usage.volumes = ["cache": 2 << 20]
        #expect(
            EvictionMessage.localStorage(usage)
                == "Pod ephemeral local storage usage exceeds the total limit of containers 1Mi. ")
        usage.volumes = ["cache": 2 << 20 + 1]
        #expect(
            EvictionMessage.localStorage(usage)
                == "Usage of EmptyDir volume \"cache\" exceeds the limit \"2Mi\". ")
        usage.volumes = [:]
        usage.pod.spec.containers[1].resources.limits["ephemeral-storage"] = Quantity("1Gi")
        usage.containers[0].disk = 1 << 20 + 1
        #expect(
            EvictionMessage.localStorage(usage)
                == "Container main exceeded its local ephemeral storage limit \"1Mi\". ")
    }

    @Test func theLimitOfASidecarIsOneOfThePod() {
        let limited = { (container: inout KubernetesAPI.Container) in
            container.resources.limits["ephemeral-storage"] = Quantity("1Mi")
        }
        var sidecar = KubernetesAPI.Container.named("sidecar", limited)
        sidecar.restartPolicy = .always
        var usage = PodUsage(pod: .bound(init: [sidecar], [.named("main")]))
        #expect(usage.pod.spec.hasDiskLimits)
        usage.containers = [.init(name: "main", memory: nil, disk: 1 << 20 + 1)]
        #expect(
            EvictionMessage.localStorage(usage)
                == "Pod ephemeral local storage usage exceeds the total limit of containers 1Mi. ")
        #expect(!Pod.bound([.named("main")]).spec.hasDiskLimits)
    }

    @Test func filesAreCountedOnceAndByTheirBlocks() throws {
        var template = Array("/tmp/kubelet-usage-XXXXXX".utf8CString)
        let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
        defer { try? DirectoryTree.remove(folder) }
        let empty = DiskUsage.of(folder: folder)
        try File.write([UInt8](repeating: 1, count: 64 << 10), to: folder + "/a")
        #expect(link(folder + "/a", folder + "/b") == 0)
        #expect(symlink("/usr", folder + "/c") == 0)
        let usage = DiskUsage.of(folder: folder)
        #expect(usage.bytes - empty.bytes >= 64 << 10)
        #expect(usage.bytes - empty.bytes < 128 << 10)
        #expect(usage.inodes == empty.inodes + 2)
        #expect(DiskUsage.of(folder: folder + "/none") == DiskUsage())
    }

    @Test func anEvictedPodFailsAndSaysWhy() async throws {
        let fixture = try Fixture()
        fixture.left.withLock { $0 = Self.seen(1 << 30) }
        try await fixture.run { _ in
            await fixture.client.put(Pod.bound([.named("main")]))
            try await fixture.eventually("it runs") { await fixture.status().phase == .running }
            fixture.left.withLock { $0 = Self.seen(1 << 20) }
            try await fixture.eventually("it is evicted") {
                fixture.clock.advance(seconds: 10)
                return await fixture.status().phase == .failed
            }
            let status = await fixture.status()
            #expect(status.reason == "Evicted")
            #expect(
                status.message.hasPrefix(
                    "The node was low on resource: memory. Threshold quantity: 100Mi, available: 1Mi."
                ))
            let condition = try #require(
                status.conditions.first { $0.type.rawValue == "DisruptionTarget" })
            #expect(condition.reason == "TerminationByKubelet")
            #expect(fixture.events.lines.contains { $0.hasPrefix("Evicted: The node was low") })
            #expect(
                fixture.events.nodeLines.contains(
                    "EvictionThresholdMet: Attempting to reclaim memory"))
            let node = Node(
                json: try await fixture.client.get(.nodes, namespace: nil, name: "node"))
            #expect(
                node.status.conditions.first { $0.type.rawValue == "MemoryPressure" }?.status
                    .rawValue == "True")
            await fixture.client.put(Pod.bound(named: "new", [.named("main")]))
            try await fixture.eventually("no other one is taken") {
                await fixture.status("new").reason == "Evicted"
            }
        }
    }
}
