/// Why a node is not for a Pod (the filter plugins of kube-scheduler).
public enum FitFailure: Sendable, Hashable {
    case unschedulable
    case nodeName
    case untoleratedTaint
    case nodeAffinity
    case hostPorts
    case tooManyPods(used: Int64, capacity: Int64)
    /// Amounts as kube-scheduler counts them: thousandths of cpu, whole units of all else.
    case insufficient(resource: String, requested: Int64, used: Int64, capacity: Int64)
    /// Another Pod uses a claim that is for one Pod at a time.
    case claimInUse
    case topologySpread
    case topologySpreadLabel
    case podAffinity
    case podAntiAffinity
    case existingPodAntiAffinity
    case claimNotFound(String)
    /// One that does not wait for its first Pod.
    case unboundClaims

    /// As kube-scheduler says it.
    public var text: String {
        switch self {
        case .unschedulable: "node(s) were unschedulable"
        case .nodeName: "node(s) didn't match the requested node name"
        case .untoleratedTaint: "node(s) had untolerated taint(s)"
        case .nodeAffinity: "node(s) didn't match Pod's node affinity/selector"
        case .hostPorts: "node(s) didn't have free ports for the requested pod ports"
        case .tooManyPods: "Too many pods"
        case .insufficient(let resource, _, _, _): "Insufficient \(resource)"
        case .claimInUse:
            "node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode"
        case .topologySpread: "node(s) didn't match pod topology spread constraints"
        case .topologySpreadLabel:
            "node(s) didn't match pod topology spread constraints (missing required label)"
        case .podAffinity: "node(s) didn't match pod affinity rules"
        case .podAntiAffinity: "node(s) didn't match pod anti-affinity rules"
        case .existingPodAntiAffinity:
            "node(s) didn't satisfy existing pods anti-affinity rules"
        case .claimNotFound(let name): "persistentvolumeclaim \"\(name)\" not found"
        case .unboundClaims: "pod has unbound immediate PersistentVolumeClaims"
        }
    }

    /// Whether it is said of the Pod rather than counted by nodes.
    var isOfPod: Bool {
        switch self {
        case .claimNotFound, .unboundClaims: true
        default: false
        }
    }

    /// Whether the end of other Pods could help.
    public var isResolvable: Bool {
        switch self {
        case .hostPorts, .tooManyPods, .claimInUse, .topologySpread, .podAntiAffinity,
            .existingPodAntiAffinity:
            true
        case .insufficient(_, let requested, _, let capacity): requested <= capacity
        default: false
        }
    }
}

/// Whether a node is for a Pod: a pure function of both and of the Pods that are there.
public struct NodeFit: Sendable {
    public var node: NodeFacts
    public var occupancy: NodeOccupancy
    /// The labels of a namespace.
    public var namespaceLabels: @Sendable (String) -> [String: String]
    /// Claims with access mode `ReadWriteOncePod`, as `NAMESPACE/NAME`.
    public var exclusiveClaims: Set<String>

    public init(
        node: NodeFacts, occupancy: NodeOccupancy, exclusiveClaims: Set<String> = [],
        namespaceLabels: @escaping @Sendable (String) -> [String: String] = { _ in [:] }
    ) {
        self.node = node
        self.occupancy = occupancy
        self.exclusiveClaims = exclusiveClaims
        self.namespaceLabels = namespaceLabels
    }

    /// What kube-scheduler finds, in the order of its plugins; the first that refuses decides.
    public func failures(of pod: PodFootprint) -> [FitFailure] {
        if node.isUnschedulable, !pod.tolerations.tolerate(Self.unschedulableTaint) {
            return [.unschedulable]
        }
        if !pod.nodeName.isEmpty, pod.nodeName != node.name { return [.nodeName] }
        if hasUntoleratedTaint(pod, ["NoSchedule", "NoExecute"]) { return [.untoleratedTaint] }
        if !matchesAffinity(pod) { return [.nodeAffinity] }
        if lacksPorts(pod) { return [.hostPorts] }
        let lacking = lacking(pod)
        if !lacking.isEmpty { return lacking }
        if lacksClaim(pod) { return [.claimInUse] }
        let neighbours = PodNeighbours(
            pod: pod, node: node, occupancy: occupancy, namespaceLabels: namespaceLabels)
        return neighbours.failure.map { [$0] } ?? []
    }

    /// What a kubelet finds about a Pod that is bound to it already
    /// (pkg/kubelet/lifecycle/predicate.go): all that speaks against it.
    public func admissionFailures(of pod: PodFootprint) -> [FitFailure] {
        var found = lacking(pod)
        if !matchesAffinity(pod) { found.append(.nodeAffinity) }
        if lacksPorts(pod) { found.append(.hostPorts) }
        if hasUntoleratedTaint(pod, ["NoExecute"]) { found.append(.untoleratedTaint) }
        return found
    }

    /// What is missing of the node's resources.
    public func lacking(_ pod: PodFootprint) -> [FitFailure] {
        var found: [FitFailure] = []
        let others = Int64(occupancy.pods.count) - (occupancy.pods[pod.uid] == nil ? 0 : 1)
        let places = node.allocatable["pods"]?.value ?? .max
        if others + 1 > places { found.append(.tooManyPods(used: others, capacity: places)) }
        let own = occupancy.pods[pod.uid]?.requests ?? [:]
        for (name, wanted) in Self.ordered(pod.requests) where !wanted.isZero {
            let capacity = node.allocatable[name] ?? Quantity()
            let used = (occupancy.used[name] ?? Quantity()) - (own[name] ?? Quantity())
            guard used + wanted > capacity else { continue }
            found.append(
                .insufficient(
                    resource: name, requested: Self.amount(wanted, name),
                    used: Self.amount(used, name), capacity: Self.amount(capacity, name)))
        }
        return found
    }

    private func matchesAffinity(_ pod: PodFootprint) -> Bool {
        NodeAffinity.matches(node, nodeSelector: pod.nodeSelector, affinity: pod.affinity)
    }

    private func lacksPorts(_ pod: PodFootprint) -> Bool {
        if pod.hostPorts.isEmpty { return false }
        return occupancy.withHostPorts.contains { uid in
            uid != pod.uid
                && occupancy.pods[uid]!.hostPorts.contains { taken in
                    pod.hostPorts.contains { $0.conflicts(with: taken) }
                }
        }
    }

    private func lacksClaim(_ pod: PodFootprint) -> Bool {
        let wanted = pod.claims.filter { exclusiveClaims.contains("\(pod.namespace)/\($0)") }
        if wanted.isEmpty { return false }
        return occupancy.pods.values.contains { other in
            other.uid != pod.uid && other.namespace == pod.namespace
                && other.claims.contains(where: wanted.contains)
        }
    }

    private func hasUntoleratedTaint(_ pod: PodFootprint, _ effects: Set<String>) -> Bool {
        node.taints.contains {
            effects.contains($0.effect.rawValue) && !pod.tolerations.tolerate($0)
        }
    }

    /// Of a node that takes no new Pods.
    public static let unschedulableTaint = Taint.with {
        $0.key = "node.kubernetes.io/unschedulable"
        $0.effect = "NoSchedule"
    }

    /// Thousandths of cpu, whole units of all else.
    public static func amount(_ quantity: Quantity, _ resource: String) -> Int64 {
        resource == "cpu" ? quantity.milliValue : quantity.value
    }

    private static func ordered(
        _ requests: [String: Quantity]
    ) -> [(key: String, value: Quantity)] {
        let first = ["cpu": 0, "memory": 1, "ephemeral-storage": 2]
        return requests.sorted { (first[$0.key] ?? 3, $0.key) < (first[$1.key] ?? 3, $1.key) }
    }
}
