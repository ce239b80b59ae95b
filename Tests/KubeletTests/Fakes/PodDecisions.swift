import ContainerRuntime
import KubernetesAPI

@testable import Kubelet

/// What suites about decisions share: a moment, and what a Pod is seen to be at it.
protocol PodDecisions {}

extension PodDecisions {
    /// Nanoseconds since 1970.
    var now: Int64 { 1_800_000_000 * .second }

    func decide(_ pod: Pod, _ observed: ObservedPod, after seconds: Int64 = 0) -> [PodAction] {
        PodSync.decide(pod, observed, now: now + seconds * .second, settings: SyncSettings())
    }

    static var sandbox: PodSandbox {
        PodSandbox(
            id: "s",
            configuration: PodSandboxConfiguration(
                owner: .kubelet,
                metadata: PodSandboxMetadata(name: "p", namespace: "n", uid: "u"),
                hostname: "p", logDirectory: "/logs", cgroupParent: "podu"),
            state: .ready, createdAt: 0, ipAddresses: ["10.90.0.7"])
    }

    /// A Pod whose sandbox, volumes and images are there.
    func ready(_ pod: Pod, _ change: (inout ObservedPod) -> Void = { _ in }) -> ObservedPod {
        var observed = ObservedPod()
        observed.sandbox = .ready(Self.sandbox)
        observed.volumes = .ready
        for (container, _) in pod.spec.containersWithRoles {
            observed[container.name].image = .ready(FakeImages.record)
        }
        change(&observed)
        return observed
    }

    func container(
        _ name: String, _ state: RuntimeContainerState, attempt: Int = 0, image: String = "busybox"
    ) -> RuntimeContainer {
        RuntimeContainer(
            id: "\(name)-\(attempt)", sandboxID: "s",
            configuration: ContainerConfiguration(
                name: name, attempt: attempt, image: image, imageID: "", imageReference: "",
                rootFileSystem: "/", arguments: ["sh"], logPath: "\(name)/\(attempt).log"),
            state: state, createdAt: 0)
    }

    func exited(_ code: Int, at time: Int64? = nil) -> RuntimeContainerState {
        .exited(startedAt: 0, ContainerExit(exitCode: code, finishedAt: time ?? now))
    }

    var running: RuntimeContainerState { .running(startedAt: now) }

    /// The Pod, deleted at `now`.
    func deleted(_ pod: Pod, grace: Int64) -> Pod {
        var pod = pod
        pod.metadata.deletionTimestamp = Timestamp(nanosecondsSince1970: now)
        pod.metadata.deletionGracePeriodSeconds = grace
        return pod
    }
}

extension Probe {
    /// Asks with one word, every 10 s; decided by one failure.
    static func exec(
        _ word: String, failures: Int32 = 1, _ change: (inout Probe) -> Void = { _ in }
    ) -> Probe {
        .with {
            $0.exec = .with { $0.command = [word] }
            $0.periodSeconds = 10
            $0.failureThreshold = failures
            change(&$0)
        }
    }
}

extension LifecycleHandler {
    static func exec(_ word: String) -> LifecycleHandler {
        .with { $0.exec = .with { $0.command = [word] } }
    }
}
