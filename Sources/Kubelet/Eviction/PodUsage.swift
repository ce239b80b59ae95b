import KubernetesAPI

/// What a Pod that runs uses.
struct PodUsage: Sendable {
    /// Of one container.
    struct Container: Sendable, Hashable {
        var name: String
        /// Bytes of its working set.
        var memory: Int64?
        /// Bytes of its writable layer and of its logs.
        var disk: Int64?
    }

    var pod: Pod
    /// Bytes of the working set of all of it; nil where it is not known.
    var memory: Int64?
    var tasks: Int64 = 0
    var containers: [Container] = []
    /// Bytes of each volume that lives on the disk and ends with the Pod.
    var volumes: [String: Int64] = [:]
    /// Bytes of its `/etc/hosts`, which count towards its limits, though not for its rank.
    var hostsFile: Int64 = 0
    var inodes: Int64 = 0

    /// Bytes on the disk: writable layers, logs, local volumes.
    var disk: Int64 {
        containers.reduce(0) { $0 + ($1.disk ?? 0) } + volumes.values.reduce(0, +)
    }
}
