import ContainerRuntime
import KubernetesAPI

/// What one container's cgroup is given (kubelet: `calculateLinuxResources`).
enum ContainerResources {
    /// - Parameters:
    ///   - memoryCapacity: the machine's memory in bytes.
    ///   - hugePageSizes: those of the machine, as resources are called: `hugepages-2Mi`.
    static func resources(
        of container: KubernetesAPI.Container, in pod: Pod, qosClass: PodQOSClass,
        memoryCapacity: Int64, singleProcessOOMKill: Bool = false,
        hugePageSizes: some Sequence<String> = []
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
        result.hugePageLimits = HugePages.limits(
            ofPod.filter { HugePages.areNamed($0.key) }.merging(limits) { $1 }, sizes: hugePageSizes
        )
        return result
    }

    private static func positive(_ amount: Quantity?) -> Int64? {
        amount.map(\.value).flatMap { $0 > 0 ? $0 : nil }
    }
}
