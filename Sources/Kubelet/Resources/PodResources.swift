import ContainerRuntime
import KubernetesAPI

/// What a Pod's own cgroup is given (kubelet: `ResourceConfigForPod`).
enum PodResources {
    /// - Parameters:
    ///   - pidsLimit: tasks that a Pod may have; nil does not limit them.
    ///   - hugePageSizes: those of the machine, as resources are called: `hugepages-2Mi`.
    static func resources(
        of pod: Pod, qosClass: PodQOSClass, pidsLimit: Int64? = nil,
        hugePageSizes: some Sequence<String> = []
    ) -> LinuxResources {
        let overhead = pod.spec.overhead
        let ofPod = pod.spec.resources
        func milliCPU(_ resources: ResourceRequirements) -> Int64 {
            resources.requests["cpu"]?.milliValue ?? resources.limits["cpu"]?.milliValue ?? 0
        }
        let request = sum(
            ofPod?.requests["cpu"]?.milliValue ?? total(of: pod) { milliCPU($0.resources) },
            overhead["cpu"]?.milliValue ?? 0)
        let limit = self.limit("cpu", of: pod, \.milliValue)
        let memory = self.limit("memory", of: pod, \.value)

        var result = LinuxResources(pidsLimit: pidsLimit)
        result.hugePageLimits = HugePages.limits(pod.spec.totalLimits, sizes: hugePageSizes)
        switch qosClass {
        case .bestEffort:
            result.cpuShares = CPUResources.shares(milliCPU: 0)
        default:
            result.cpuShares = CPUResources.shares(milliCPU: request)
            if let limit, let quota = CPUResources.quota(milliCPU: limit) {
                result.cpuQuota = quota
                result.cpuPeriod = CPUResources.period
            }
            result.memoryLimit = memory
        }
        return result
    }

    /// The limit of all of a Pod: its own, or its containers' where each has one; with the overhead
    /// of its RuntimeClass. Nil where there is none.
    private static func limit(
        _ resource: String, of pod: Pod, _ amount: (Quantity) -> Int64
    ) -> Int64? {
        let overhead = pod.spec.overhead[resource].map(amount) ?? 0
        if let own = pod.spec.resources?.limits[resource].map(amount), own > 0 {
            return sum(own, overhead)
        }
        let all = pod.spec.initContainers + pod.spec.containers
        guard all.allSatisfy({ ($0.resources.limits[resource].map(amount) ?? 0) > 0 }) else {
            return nil
        }
        return sum(total(of: pod) { $0.resources.limits[resource].map(amount) ?? 0 }, overhead)
    }

    /// The greatest number there is, where the sum is more: limits may be as great as one likes.
    private static func sum(_ one: Int64, _ other: Int64) -> Int64 {
        Int64(clamping: Int128(one) + Int128(other))
    }

    /// The Pod's cgroup below the root of all Pods.
    static func cgroupParent(uid: String, qosClass: PodQOSClass) -> String {
        switch qosClass {
        case .guaranteed: "pod\(uid)"
        case .bestEffort: "besteffort/pod\(uid)"
        default: "burstable/pod\(uid)"
        }
    }

    /// What a Pod needs at its peak: all app containers and sidecars together, or an ordinary init
    /// container with the sidecars started before it, whichever is more (KEP-753).
    static func total(of pod: Pod, _ amount: (KubernetesAPI.Container) -> Int64) -> Int64 {
        var sidecars: Int64 = 0
        var peak: Int64 = 0
        for container in pod.spec.initContainers {
            if container.isSidecar {
                sidecars = sum(sidecars, amount(container))
                peak = max(peak, sidecars)
            } else {
                peak = max(peak, sum(sidecars, amount(container)))
            }
        }
        return max(peak, pod.spec.containers.reduce(sidecars) { sum($0, amount($1)) })
    }
}
