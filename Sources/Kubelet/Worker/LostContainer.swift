import ContainerRuntime
import KubernetesAPI

/// Containers that were reported and of which the runtime knows nothing any more: what it knows is
/// gone after a restart of the machine, what was reported is not.
enum LostContainer {
    /// The container as far as its status tells of it; nil where it was never begun.
    ///
    /// One that is not known to have ended has ended with the machine, as container runtimes have it.
    static func container(
        _ status: ContainerStatus, of container: KubernetesAPI.Container, now: Int64
    ) -> RuntimeContainer? {
        let prefix = ContainerLabels.statusID("")
        guard status.containerID.hasPrefix(prefix) else { return nil }
        let attempt = Int(status.restartCount)
        return RuntimeContainer(
            id: String(status.containerID.dropFirst(prefix.count)), sandboxID: "",
            configuration: ContainerConfiguration(
                name: status.name, attempt: attempt, image: container.image, imageID: "",
                imageReference: status.imageID, rootFileSystem: "", arguments: [],
                logPath: "\(status.name)/\(attempt).log",
                stopSignal: status.stopSignal?.rawValue,
                annotations: [ContainerLabels.imageName: status.image]),
            state: state(status, now: now), createdAt: 0,
            user: status.user?.linux.map {
                .init(id: $0.uid, group: $0.gid, groups: $0.supplementalGroups)
            })
    }

    private static func state(_ status: ContainerStatus, now: Int64) -> RuntimeContainerState {
        // One that waits to run again tells its end as that of its last run.
        let ends = [status.state.terminated, status.lastState.terminated]
        guard
            let end = ends.lazy.compactMap({ $0 }).first(where: {
                $0.containerID == status.containerID
            })
        else {
            return .exited(
                startedAt: status.state.running?.startedAt?.nanosecondsSince1970,
                ContainerExit(exitCode: 255, finishedAt: now, reason: "Unknown"))
        }
        return .exited(
            startedAt: end.startedAt?.nanosecondsSince1970,
            ContainerExit(
                exitCode: Int(end.exitCode),
                finishedAt: end.finishedAt?.nanosecondsSince1970 ?? now,
                reason: end.reason.isEmpty ? nil : end.reason,
                message: end.message.isEmpty ? nil : end.message))
    }
}
