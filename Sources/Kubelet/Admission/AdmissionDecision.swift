import ContainerRuntime
import KubernetesAPI

/// Whether a Pod that is bound to this machine may run on it (pkg/kubelet/lifecycle and the
/// kubelet's eviction manager).
struct AdmissionDecision {
    let node: NodeFacts
    let occupancy: NodeOccupancy
    let pressure: Set<NodePressure>
    /// Kernel settings that Pods may have besides the safe ones.
    var allowedSysctls: [String] = []
    /// Whether the kernel enforces AppArmor profiles.
    var hasAppArmor = AppArmorHost.isEnabled

    /// - Returns: nil where it may.
    func rejection(of pod: Pod) -> PodFailure? {
        guard let (reason, message) = objection(to: pod) else { return nil }
        return PodFailure(
            reason: reason, message: "Pod was rejected: " + message, isRejection: true)
    }

    /// Who is to end so that a Pod that was rejected can run after all; nil where it cannot.
    func victims(for pod: Pod) -> [PodFootprint]? {
        guard pod.spec.isCritical, policyObjection(to: pod) == nil else { return nil }
        let footprint = footprint(of: pod)
        return CriticalPreemption.victims(
            for: footprint,
            lacking: NodeFit(node: node, occupancy: occupancy).admissionFailures(of: footprint),
            among: Array(occupancy.pods.values))
    }

    private func objection(to pod: Pod) -> (reason: String, message: String)? {
        if let found = policyObjection(to: pod) { return found }
        let footprint = footprint(of: pod)
        let failures = NodeFit(node: node, occupancy: occupancy).admissionFailures(of: footprint)
        guard pod.spec.isCritical else { return failures.first.map(Self.describe) }
        // Resources are no reason to reject it: others end for it.
        if let other = failures.first(where: { !$0.isOfResources }) { return Self.describe(other) }
        if failures.isEmpty { return nil }
        let missing = CriticalPreemption.missing(
            for: footprint, lacking: failures, among: Array(occupancy.pods.values))
        return (
            "UnexpectedAdmissionError",
            "Unexpected error while attempting to recover from admission failure: "
                + "preemption: error finding a set of pods to preempt: "
                + "no set of running pods found to reclaim resources: \(Self.list(missing))"
        )
    }

    /// As the kubelet prints what it lacks.
    private static func list(_ missing: [String: Int64]) -> String {
        let parts = missing.sorted { $0.key < $1.key }.map {
            "(res: \($0.key), q: \($0.value)), "
        }
        return "[\(parts.joined())]"
    }

    /// What no end of other Pods would change.
    private func policyObjection(to pod: Pod) -> (reason: String, message: String)? {
        if let found = pressureObjection(to: pod) { return found }
        if let message = Sysctls.refusal(of: pod, allowed: allowedSysctls) {
            return ("SysctlForbidden", message)
        }
        if let message = AppArmor.refusal(of: pod, isEnabled: hasAppArmor) {
            return ("AppArmor", message)
        }
        if let system = pod.metadata.labels["kubernetes.io/os"], system != "linux" {
            return (
                "PodOSSelectorNodeLabelDoesNotMatch",
                "Failed to admit pod as the `kubernetes.io/os` label doesn't match node label"
            )
        }
        if let system = pod.spec.os?.name.rawValue, !system.isEmpty, system != "linux" {
            return (
                "PodOSNotSupported", "Failed to admit pod as the OS field doesn't match node OS"
            )
        }
        return nil
    }

    private func footprint(of pod: Pod) -> PodFootprint {
        var footprint = PodFootprint(pod)
        // What no node has may be a matter of the cluster's.
        footprint.requests = footprint.requests.filter {
            node.allocatable[$0.key] != nil || !ResourceNames.isExtended($0.key)
        }
        return footprint
    }

    private func pressureObjection(to pod: Pod) -> (String, String)? {
        if pressure.isEmpty || pod.spec.isCritical { return nil }
        if pressure == [.memory] {
            if pod.spec.qualityOfService != .bestEffort { return nil }
            if pod.spec.tolerations.tolerate(NodePressure.memory.taint) { return nil }
        }
        let names = NodePressure.allCases.filter(pressure.contains).map(\.rawValue)
        return ("Evicted", "The node had condition: [\(names.joined(separator: " "))]. ")
    }

    private static func describe(_ failure: FitFailure) -> (String, String) {
        switch failure {
        case .tooManyPods(let used, let capacity):
            ("OutOfpods", insufficient("pods", 1, used, capacity))
        case .insufficient(let resource, let requested, let used, let capacity):
            ("OutOf\(resource)", insufficient(resource, requested, used, capacity))
        case .hostPorts: predicate("NodePorts", failure.text)
        case .untoleratedTaint:
            predicate("TaintToleration", "node(s) had taints that the pod didn't tolerate")
        default: predicate("NodeAffinity", failure.text)
        }
    }

    private static func predicate(_ name: String, _ text: String) -> (String, String) {
        (name, "Predicate \(name) failed: \(text)")
    }

    static func insufficient(
        _ resource: String, _ requested: Int64, _ used: Int64, _ capacity: Int64
    ) -> String {
        "Node didn't have enough resource: \(resource), requested: \(requested), used: \(used), "
            + "capacity: \(capacity)"
    }
}

extension FitFailure {
    /// Whether the end of others would do.
    fileprivate var isOfResources: Bool {
        switch self {
        case .tooManyPods, .insufficient: true
        default: false
        }
    }
}

extension PodSpec {
    /// Whether the machine itself depends on it.
    var isCritical: Bool { (priority ?? 0) >= 2_000_000_000 }
}
