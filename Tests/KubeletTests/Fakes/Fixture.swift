import Glibc
import JSON
import KubernetesAPI
import Logging
import Synchronization
import Testing

@testable import Kubelet

/// A kubelet over fakes, with folders of its own.
final class Fixture: Sendable {
    let clock = FakeClock()
    let client = FakeClient()
    let images = FakeImages()
    let events = FakeEvents()
    let checker = FakeHealthChecker()
    let commands = FakeCommands()
    let runtime: FakeRuntime
    let root: String
    /// What the machine has left.
    let left = Mutex<[EvictionSignal: EvictionObservation]>([:])

    init() throws {
        runtime = FakeRuntime(clock: clock)
        var template = Array("/tmp/kubelet-tests-XXXXXX".utf8CString)
        root = try #require(mkdtemp(&template).map { String(cString: $0) })
        images.add("busybox")
    }

    deinit {
        try? DirectoryTree.remove(root)
    }

    var configuration: KubeletConfiguration {
        KubeletConfiguration(
            nodeName: "node", root: root, logDirectory: root + "/log/pods", hostIPs: ["192.0.2.1"],
            machine: MachineInfo(cpuCount: 2, memory: 24 << 30), version: "0.1")
    }

    static var tutorialJSON: JSONValue { Pod.tutorial().json }

    func kubelet() -> Kubelet { Kubelet(services: services()) }

    func services() -> KubeletServices {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        return KubeletServices(
            configuration: configuration, client: client, runtime: runtime, images: images,
            events: events, clock: clock,
            references: ReferenceWatches(client: client, logger: logger),
            allocations: NodeAllocations(node: NodeFacts(NodeObject.first(configuration))),
            pulls: ImagePullQueue(limit: configuration.images.maximumParallelPulls),
            commands: commands,
            checker: checker, logger: logger,
            observe: { [self] _ in left.withLock { $0 } })
    }

    /// Runs a kubelet while the body does.
    func run(_ body: @Sendable @escaping (Kubelet) async throws -> Void) async throws {
        let kubelet = kubelet()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await kubelet.run() }
            try await body(kubelet)
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    /// Waits until something holds: what fakes do is told to nobody, so it is asked again and again.
    func eventually(
        _ what: String, sourceLocation: SourceLocation = #_sourceLocation,
        _ condition: @Sendable () async -> Bool
    ) async throws {
        for _ in 0..<15_000 {
            if await condition() { return }
            try await Task.sleep(for: .milliseconds(2))
        }
        Issue.record("never happened: \(what)", sourceLocation: sourceLocation)
        throw FakeError(description: what)
    }

    func status(_ name: String = "sidecar-demo") async -> PodStatus {
        await client.pod(name)?.status ?? PodStatus()
    }
}

extension Pod {
    /// A Pod as the API server has it once it is bound.
    static func bound(
        named name: String = "sidecar-demo", init initContainers: [KubernetesAPI.Container] = [],
        _ containers: [KubernetesAPI.Container], _ change: (inout Pod) -> Void = { _ in }
    ) -> Pod {
        var pod = Pod()
        pod.metadata.name = name
        pod.metadata.namespace = "default"
        pod.metadata.uid = "uid-\(name)"
        pod.metadata.generation = 1
        pod.spec.nodeName = "node"
        pod.spec.restartPolicy = .always
        pod.spec.terminationGracePeriodSeconds = 30
        pod.spec.initContainers = initContainers
        pod.spec.containers = containers
        pod.status.phase = .pending
        change(&pod)
        return pod
    }

    /// The tutorial's Pod.
    static func tutorial() -> Pod {
        let resources = ResourceRequirements.with {
            $0.requests = ["cpu": Quantity(milliValue: 10), "memory": Quantity(value: 16 << 20)]
            $0.limits = ["cpu": Quantity(milliValue: 20), "memory": Quantity(value: 32 << 20)]
        }
        let mount = VolumeMount.with {
            $0.name = "workdir"
            $0.mountPath = "/work-dir"
        }
        return .bound(
            init: [.named("init") { $0.volumeMounts = [mount] }],
            ["logwriter", "logreader"].map {
                .named($0) {
                    $0.resources = resources
                    $0.volumeMounts = [mount]
                }
            }
        ) {
            $0.spec.volumes = [
                .with {
                    $0.name = "workdir"
                    $0.emptyDir = EmptyDirVolumeSource()
                }
            ]
        }
    }
}

extension KubernetesAPI.Container {
    static func named(
        _ name: String, _ change: (inout KubernetesAPI.Container) -> Void = { _ in }
    ) -> KubernetesAPI.Container {
        .with {
            $0.name = name
            $0.image = "busybox"
            $0.command = ["sh", "-c", "sleep 1"]
            $0.imagePullPolicy = "IfNotPresent"
            $0.terminationMessagePath = "/dev/termination-log"
            $0.terminationMessagePolicy = "File"
            change(&$0)
        }
    }
}
