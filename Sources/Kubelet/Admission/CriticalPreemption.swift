import KubernetesAPI

/// Which Pods end so that one that the machine depends on can run
/// (pkg/kubelet/preemption: `CriticalPodAdmissionHandler`).
enum CriticalPreemption {
    /// What an ended Pod and its event say.
    static let failure = PodFailure(
        reason: "Preempting", message: "Preempted in order to admit critical pod",
        disruption: "Pod was preempted by Kubelet to accommodate a critical pod.")

    /// - Parameters:
    ///   - failures: all that speaks against the Pod.
    ///   - others: those that run here.
    /// - Returns: nil where no set of Pods will do, or something else than resources is missing.
    static func victims(
        for pod: PodFootprint, lacking failures: [FitFailure], among others: [PodFootprint]
    ) -> [PodFootprint]? {
        guard let missing = amounts(failures) else { return nil }
        let lesser = lesser(than: pod, among: others)
        let classes: [[PodFootprint]] = [.bestEffort, .burstable, .guaranteed].map { qosClass in
            lesser.filter { $0.qosClass == qosClass }
        }
        guard subtract(lesser, from: missing).isEmpty else { return nil }
        // Of those that are promised most, only as many as the others cannot make up for.
        var chosen: [PodFootprint] = []
        for index in classes.indices.reversed() {
            let rest = subtract(classes[..<index].flatMap(\.self) + chosen, from: missing)
            chosen += nearest(classes[index], to: rest)
        }
        return chosen
    }

    /// What would be missing still if all that may end for the Pod did, by resource.
    static func missing(
        for pod: PodFootprint, lacking failures: [FitFailure], among others: [PodFootprint]
    ) -> [String: Int64] {
        subtract(lesser(than: pod, among: others), from: amounts(failures) ?? [:])
    }

    /// What is missing, by resource; nil where it is something else than resources.
    private static func amounts(_ failures: [FitFailure]) -> [String: Int64]? {
        var missing: [String: Int64] = [:]
        for failure in failures {
            switch failure {
            case .tooManyPods(let used, let capacity):
                missing["pods"] = shortage(1, used, capacity)
            case .insufficient(let resource, let requested, let used, let capacity):
                missing[resource] = shortage(requested, used, capacity)
            default: return nil
            }
        }
        return missing
    }

    /// The amounts may be as great as numbers get.
    private static func shortage(_ requested: Int64, _ used: Int64, _ capacity: Int64) -> Int64 {
        Int64(clamping: Int128(requested) + Int128(used) - Int128(capacity))
    }

    private static func lesser(
        than pod: PodFootprint, among others: [PodFootprint]
    ) -> [PodFootprint] {
        others.filter { $0.uid != pod.uid && isLesser($0, than: pod) }
    }

    private static func isLesser(_ other: PodFootprint, than pod: PodFootprint) -> Bool {
        let critical: Int32 = 2_000_000_000
        return pod.priority >= critical && other.priority < critical
            || pod.priority > other.priority
    }

    /// One after the other the Pod that leaves least missing, and among equals the smallest.
    private static func nearest(
        _ pods: [PodFootprint], to missing: [String: Int64]
    ) -> [PodFootprint] {
        var (left, missing, chosen) = (pods, missing, [PodFootprint]())
        while !missing.isEmpty, !left.isEmpty {
            let best = left.indices.min {
                let (a, b) = (distance(left[$0], missing), distance(left[$1], missing))
                return a == b ? isSmaller(left[$0], left[$1]) : a < b
            }!
            let pod = left.remove(at: best)
            chosen.append(pod)
            missing = subtract([pod], from: missing)
        }
        return chosen
    }

    /// The sum of the squares of the parts of each resource that are missing still.
    private static func distance(_ pod: PodFootprint, _ missing: [String: Int64]) -> Double {
        missing.reduce(0) { sum, entry in
            let left = max(entry.value - amount(pod, entry.key), 0)
            let part = Double(left) / Double(entry.value)
            return sum + part * part
        }
    }

    private static func isSmaller(_ one: PodFootprint, _ other: PodFootprint) -> Bool {
        let size = { (pod: PodFootprint) in (amount(pod, "memory"), amount(pod, "cpu")) }
        return size(one) < size(other)
    }

    private static func subtract(
        _ pods: [PodFootprint], from missing: [String: Int64]
    ) -> [String: Int64] {
        missing.reduce(into: [:]) { left, entry in
            let rest = pods.reduce(entry.value) { $0 - amount($1, entry.key) }
            if rest > 0 { left[entry.key] = rest }
        }
    }

    private static func amount(_ pod: PodFootprint, _ resource: String) -> Int64 {
        resource == "pods" ? 1 : NodeFit.amount(pod.requests[resource] ?? Quantity(), resource)
    }
}
