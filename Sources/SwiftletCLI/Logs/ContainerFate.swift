import KubernetesAPI

/// Whether a container's log may still grow after its stream has ended.
enum ContainerFate: Sendable, Hashable {
    /// It runs; the stream ended for another reason.
    case running
    /// It has ended or not begun, and will be started.
    case willStart
    case over

    init(_ pod: Pod, container name: String) {
        let statuses = pod.status.initContainerStatuses + pod.status.containerStatuses
        let status = statuses.first { $0.name == name }
        if status?.state.running != nil {
            self = .running
            return
        }
        let isPodOver = pod.status.phase == .succeeded || pod.status.phase == .failed
        guard !isPodOver, pod.metadata.deletionTimestamp == nil else {
            self = .over
            return
        }
        guard let terminated = status?.state.terminated else {
            self = .willStart
            return
        }
        self = Self.restarts(pod, name, exitCode: terminated.exitCode) ? .willStart : .over
    }

    private static func restarts(_ pod: Pod, _ name: String, exitCode: Int32) -> Bool {
        let initContainer = pod.spec.initContainers.first { $0.name == name }
        let own = (initContainer ?? pod.spec.containers.first { $0.name == name })?.restartPolicy
        if own == .always { return true }
        if own == .never { return false }
        if initContainer != nil { return exitCode != 0 && pod.spec.restartPolicy != .never }
        return pod.spec.restartPolicy == .always
            || (pod.spec.restartPolicy == .onFailure && exitCode != 0)
    }
}
