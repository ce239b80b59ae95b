import KubernetesAPI

/// How much of the machine Pods may have, and when it is too little (the kubelet's settings of the
/// same names).
public struct NodeSettings: Sendable, Hashable {
    public var maximumPods = 1000
    /// Kernel settings that Pods may have besides the safe ones, by name or with `*` at the end.
    public var allowedUnsafeSysctls: [String] = []
    /// Tasks that a Pod may have; nil does not limit them.
    public var podPIDsLimit: Int64?
    /// What Pods do not get, by resource: kept for the daemon.
    public var kubeReserved: [String: Quantity] = [:]
    /// What Pods do not get, by resource: kept for the rest of the machine.
    public var systemReserved: [String: Quantity] = [:]
    public var eviction = EvictionSettings()
    /// Whether the out-of-memory killer takes one process of a container instead of all.
    public var singleProcessOOMKill = false

    public init() {}
}
