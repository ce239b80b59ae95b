import ContainerRuntime
import KubernetesAPI

@testable import Kubelet

/// What suites about statuses share: a moment, and what the status of a Pod is at it.
protocol PodStatusDecisions {}

extension PodStatusDecisions {
    /// Nanoseconds since 1970.
    var now: Int64 { 1_800_000_000 * .second }

    func exit(_ code: Int, oom: Bool = false, reason: String? = nil) -> ContainerExit {
        ContainerExit(
            exitCode: code, finishedAt: now, outOfMemory: oom, reason: reason)
    }

    func made(_ name: String, _ state: RuntimeContainerState) -> RuntimeContainer {
        RuntimeContainer(
            id: "id-\(name)", sandboxID: "s",
            configuration: ContainerConfiguration(
                name: name, attempt: 3, image: "busybox", imageID: "",
                imageReference: "docker.io/library/busybox@sha256:cd", rootFileSystem: "/",
                arguments: ["sh"], logPath: "",
                annotations: [ContainerLabels.imageName: "docker.io/library/busybox:latest"]),
            state: state, createdAt: 0)
    }

    func status(
        _ pod: Pod, _ states: [String: RuntimeContainerState], stage: PodStage = .syncing,
        previous: PodStatus = PodStatus(), after seconds: Int64 = 0,
        _ change: (inout ObservedPod) -> Void = { _ in }
    ) -> PodStatus {
        var observed = ObservedPod()
        observed.stage = stage
        for (name, state) in states { observed[name].current = made(name, state) }
        change(&observed)
        return PodStatuses.status(
            of: pod, observed: observed, previous: previous, hostIPs: ["192.0.2.1"],
            now: now + seconds * .second, settings: SyncSettings())
    }

    /// All has been done for the Pod.
    var ended: PodStage {
        .terminated(Termination(cause: .completed, gracePeriod: 30, startedAt: 0))
    }
}
