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

    @Test func theMessageSaysWhoUsedWhatAndTheAnnotationsToo() {
        let seen = EvictionObservation(available: 50 << 20, capacity: 1 << 30)
        var usage = Self.usage("a", memory: 200 << 20, request: "100Mi")
        usage.containers.append(.init(name: "debugger", memory: 1 << 20, disk: nil))
        let failure = EvictionMessage.nodeWasLow(on: Self.memory, seen, usage)
        #expect(
            failure.message
                == "The node was low on resource: memory. Threshold quantity: 100Mi, available: "
                + "50Mi. Container main was using 200Mi, request is 100Mi, has larger consumption "
                + "of memory. ", "ephemeral containers, which cannot ask, are not blamed")
        #expect(failure.disruption == failure.message)
        #expect(
            failure.annotations == [
                "offending_containers": "main", "offending_containers_usage": "200Mi",
                "starved_resource": "memory",
            ])

        usage.pod.spec.initContainers = [.named("sidecar")]
        usage.containers.append(.init(name: "sidecar", memory: 3 << 10, disk: nil))
        usage.pod.spec.resources = .with { $0.requests["memory"] = Quantity("64Mi") }
        let ofPod = EvictionMessage.nodeWasLow(on: Self.memory, seen, usage)
        #expect(
            ofPod.message.hasSuffix(
                "Pod a was using 200Mi, request is 64Mi, has larger consumption of memory. "
                    + "Container main was using 200Mi, request is 100Mi, has larger consumption of "
                    + "memory. Container sidecar was using 3Ki, request is 0, has larger "
                    + "consumption of memory. "))
        #expect(
            ofPod.annotations == [
                "offending_pod": "a", "offending_pod_usage": "200Mi",
                "offending_containers": "main,sidecar",
                "offending_containers_usage": "200Mi,3Ki", "starved_resource": "memory",
            ])
    }

    @Test("what no container can be blamed for says so; shares are printed with binary units")
    func inodes() {
        let failure = EvictionMessage.nodeWasLow(
            on: EvictionThreshold(signal: .nodeFsInodesFree, amount: .share(0.05)),
            EvictionObservation(available: 1_000, capacity: 1 << 20),
            Self.usage("a", memory: 200 << 20))
        #expect(
            failure.message
                == "The node was low on resource: inodes. Threshold quantity: 52428, "
                + "available: 1k. ")
        #expect(
            failure.annotations == [
                "offending_containers": "", "offending_containers_usage": "",
                "starved_resource": "inodes",
            ])
        let half = EvictionAmount("50%")
        #expect(half?.text(of: 1 << 20) == "512Ki")
        #expect(EvictionAmount("1M")?.text(of: 1 << 20) == "1M")
        // The kubelet's shares are numbers of single precision.
        #expect(EvictionAmount("10%")?.amount(of: 1 << 40) == 109_951_164_416)
    }

    @Test(
        "volumes that live on the node's disk and end with the Pod count",
        arguments: [
            ("emptyDir", "{}", true), ("emptyDir", #"{"medium": "Memory"}"#, false),
            ("emptyDir", #"{"medium": "HugePages"}"#, false),
            ("configMap", #"{"name": "a"}"#, true), ("secret", #"{"secretName": "a"}"#, false),
            ("downwardAPI", #"{"items": []}"#, false), ("projected", #"{"sources": []}"#, false),
            ("hostPath", #"{"path": "/srv"}"#, false),
            ("persistentVolumeClaim", #"{"claimName": "a"}"#, false),
            ("image", #"{"reference": "a"}"#, false),
        ])
    func localVolumes(_ kind: String, _ source: String, _ counts: Bool) throws {
        let volume = Volume(json: ["name": "a", kind: try JSONValue(parsing: source)])
        #expect(volume.isLocalEphemeral == counts)
        #expect(volume.kind.isKeptInMemory ? !counts : true)
    }

    @Test func theHostsFileCountsTowardsTheLimitOfThePod() {
        var usage = PodUsage(
            pod: .bound([
                .named("main") { $0.resources.limits["ephemeral-storage"] = Quantity("1Mi") }
            ]))
        usage.volumes = ["settings": 1 << 20]
        #expect(EvictionMessage.localStorage(usage) == nil)
        usage.hostsFile = 200
        #expect(
            EvictionMessage.localStorage(usage)
                == "Pod ephemeral local storage usage exceeds the total limit of containers 1Mi. ")
        #expect(usage.disk == 1 << 20)
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
            let told = try #require(fixture.events.all.first { $0.reason == "Evicted" })
            #expect(told.type == "Warning" && told.message == status.message)
            #expect(condition.message == status.message)
            #expect(told.annotations["starved_resource"] == "memory")
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
