import ContainerRuntime
import KubernetesAPI

/// What one container's cgroup is given (kubelet: `calculateLinuxResources`).
enum ContainerResources {
    /// - Parameter memoryCapacity: the machine's memory in bytes.
    static func resources(
        of container: KubernetesAPI.Container, in pod: Pod, qosClass: PodQOSClass,
        memoryCapacity: Int64, singleProcessOOMKill: Bool = false
    ) -> LinuxResources {
        let requests = container.resources.requests
        let limits = container.resources.limits
        let own = limits["cpu"]?.milliValue ?? 0
        let request = requests["cpu"].map(\.milliValue) ?? own
        // A container without a limit may use all that its Pod may use, and sees that.
        let ofPod = pod.spec.resources?.limits ?? [:]
        let quota = CPUResources.quota(
            milliCPU: own > 0 ? own : ofPod["cpu"]?.milliValue ?? 0)
        let memory = positive(limits["memory"]) ?? positive(ofPod["memory"])
        var result = LinuxResources(
            cpuShares: CPUResources.shares(milliCPU: request), cpuQuota: quota,
            cpuPeriod: quota == nil ? nil : CPUResources.period, memoryLimit: memory,
            oomScoreAdjustment: OOMScore.adjustment(
                of: container, in: pod, qosClass: qosClass, memoryCapacity: memoryCapacity))
        if singleProcessOOMKill { result.oomGroup = false }
        result.hugePageLimits = hugePages(limits)
        return result
    }

    /// By the kernel's names of their sizes: `hugepages-2Mi` is `2MB` there.
    private static func hugePages(_ limits: [String: Quantity]) -> [String: Int64]? {
        let pages = limits.filter { $0.key.hasPrefix("hugepages-") }
        if pages.isEmpty { return nil }
        var sizes: [String: Int64] = [:]
        for (name, amount) in pages {
            sizes[String(name.dropFirst(10).dropLast()) + "B"] = amount.value
        }
        return sizes
    }

    private static func positive(_ amount: Quantity?) -> Int64? {
        amount.map(\.value).flatMap { $0 > 0 ? $0 : nil }
    }
}
