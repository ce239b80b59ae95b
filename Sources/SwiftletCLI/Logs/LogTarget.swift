import KubernetesAPI

/// One container whose log is shown.
struct LogTarget: Sendable, Hashable {
    /// What a container is for its Pod.
    enum Role: String, Sendable, Hashable {
        case `init`
        case sidecar
        case main
        /// Made by `kubectl debug`.
        case ephemeral
    }

    var namespace: String
    var pod: String
    /// Of the Pod: one that is deleted and made again is another one.
    var uid: String
    var container: String
    var role: Role

    /// All containers of a Pod in the order of their starts.
    static func all(of pod: Pod) -> [LogTarget] {
        let initial = pod.spec.initContainers.map { container in
            (container.name, container.restartPolicy == .always ? Role.sidecar : .`init`)
        }
        let others =
            pod.spec.containers.map { ($0.name, Role.main) }
            + pod.spec.ephemeralContainers.map { ($0.name, Role.ephemeral) }
        return (initial + others).map { name, role in
            LogTarget(
                namespace: pod.metadata.namespace, pod: pod.metadata.name, uid: pod.metadata.uid,
                container: name, role: role)
        }
    }
}
