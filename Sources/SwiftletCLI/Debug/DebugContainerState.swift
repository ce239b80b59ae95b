import KubernetesAPI

/// How far a container is that was added for debugging.
enum DebugContainerState: Sendable, Hashable {
    /// Not started yet; with what it waits for, where that is more than its turn.
    case waiting(problem: String?)
    case running
    case ended
    /// It will not be started: the Pod is over.
    case lost

    init(_ pod: Pod, container name: String) {
        let state = pod.status.ephemeralContainerStatuses.first { $0.name == name }?.state
        if state?.running != nil {
            self = .running
        } else if state?.terminated != nil {
            self = .ended
        } else if pod.status.phase == .succeeded || pod.status.phase == .failed
            || pod.metadata.deletionTimestamp != nil
        {
            self = .lost
        } else {
            let message = state?.waiting?.message ?? ""
            self = .waiting(problem: message.isEmpty ? nil : message)
        }
    }
}
