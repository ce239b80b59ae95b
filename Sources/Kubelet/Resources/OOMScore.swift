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
        let share = Int128(share(ofPodLevel: pod.spec))
        let own = burstable(Int128(request(of: container)) + share, memoryCapacity)
        let isSidecar = pod.spec.initContainers.contains {
            $0.name == container.name && $0.isSidecar
        }
        guard isSidecar, let smallest = pod.spec.containers.map({ request(of: $0) }).min() else {
            return own
        }
        return min(own, burstable(Int128(smallest) + share, memoryCapacity))
    }

    /// What a Pod asks for beyond its containers is all containers' in equal parts.
    private static func share(ofPodLevel spec: PodSpec) -> Int64 {
        guard let asked = spec.resources?.requests["memory"]?.value else { return 0 }
        let count = Int64(spec.containers.count + spec.initContainers.filter(\.isSidecar).count)
        let ofContainers = spec.containerTotals(\.requests)["memory"]?.value ?? 0
        return count > 0 ? max(asked - ofContainers, 0) / count : 0
    }

    /// Between those of the other classes: 3...999.
    private static func burstable(_ request: Int128, _ capacity: Int64) -> Int {
        let score = 1000 - (capacity > 0 ? 1000 * request / Int128(capacity) : 0)
        return min(max(Int(clamping: score), 1000 + guaranteed), bestEffort - 1)
    }

    private static func request(of container: KubernetesAPI.Container) -> Int64 {
        container.resources.requests["memory"]?.value
            ?? container.resources.limits["memory"]?.value ?? 0
    }
}
