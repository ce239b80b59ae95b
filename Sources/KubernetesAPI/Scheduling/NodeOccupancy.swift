import JSON

/// The Pods that have their place on a node.
public struct NodeOccupancy: Sendable {
    public private(set) var pods: [String: PodFootprint] = [:]
    /// The sum of all requests.
    public private(set) var used: [String: Quantity] = [:]
    /// Those that do not want certain others beside them.
    private(set) var withAntiAffinity: Set<String> = []
    private(set) var withHostPorts: Set<String> = []

    public init() {}

    /// Takes a Pod in, in the place of what it was before.
    public mutating func add(_ pod: PodFootprint) {
        remove(uid: pod.uid)
        pods[pod.uid] = pod
        used.merge(pod.requests, uniquingKeysWith: +)
        if pod.affinity?["podAntiAffinity"] != nil { withAntiAffinity.insert(pod.uid) }
        if !pod.hostPorts.isEmpty { withHostPorts.insert(pod.uid) }
    }

    /// - Returns: whether it was there.
    @discardableResult
    public mutating func remove(uid: String) -> Bool {
        guard let pod = pods.removeValue(forKey: uid) else { return false }
        for (name, amount) in pod.requests { used[name]? -= amount }
        withAntiAffinity.remove(uid)
        withHostPorts.remove(uid)
        return true
    }
}
