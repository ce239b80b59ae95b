import KubernetesAPI

/// Whom the kernel's out-of-memory killer takes first (kubelet: `GetContainerOOMScoreAdjust`).
enum OOMScore {
    static let guaranteed = -997
    static let bestEffort = 1000

    /// - Parameter memoryCapacity: the machine's memory in bytes.
    static func adjustment(
        of container: KubernetesAPI.Container, in pod: Pod, qosClass: PodQOSClass,
        memoryCapacity: Int64
    ) -> Int {
        if pod.spec.priorityClassName == "system-node-critical" { return guaranteed }
        switch qosClass {
        case .guaranteed: return guaranteed
        case .bestEffort: return bestEffort
        default: break
        }
        let own = burstable(request(of: container), memoryCapacity)
        let isSidecar = pod.spec.initContainers.contains {
            $0.name == container.name && $0.isSidecar
        }
        guard isSidecar, let smallest = pod.spec.containers.map({ request(of: $0) }).min() else {
            return own
        }
        return min(own, burstable(smallest, memoryCapacity))
    }

    /// Between those of the other classes: 3...999.
    private static func burstable(_ request: Int64, _ capacity: Int64) -> Int {
        let score = 1000 - (capacity > 0 ? 1000 * request / capacity : 0)
        return Int(min(max(score, Int64(1000 + guaranteed)), Int64(bestEffort - 1)))
    }

    private static func request(of container: KubernetesAPI.Container) -> Int64 {
        container.resources.requests["memory"]?.value
            ?? container.resources.limits["memory"]?.value ?? 0
    }
}
