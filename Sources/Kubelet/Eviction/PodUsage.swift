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
    /// Bytes of each emptyDir on the disk.
    var volumes: [String: Int64] = [:]
    var inodes: Int64 = 0

    /// Bytes on the disk: writable layers, logs, emptyDirs.
    var disk: Int64 {
        containers.reduce(0) { $0 + ($1.disk ?? 0) } + volumes.values.reduce(0, +)
    }
}
