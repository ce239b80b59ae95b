import ContainerRuntime
import KubernetesAPI

/// What one container's cgroup is given (kubelet: `calculateLinuxResources`).
enum ContainerResources {
    /// - Parameter memoryCapacity: the machine's memory in bytes.
    static func resources(
        of container: KubernetesAPI.Container, in pod: Pod, qosClass: PodQOSClass,
        memoryCapacity: Int64
    ) -> LinuxResources {
        let requests = container.resources.requests
        let limits = container.resources.limits
        let limit = limits["cpu"]?.milliValue ?? 0
        let request = requests["cpu"].map(\.milliValue) ?? limit
        let quota = CPUResources.quota(milliCPU: limit)
        let memory = limits["memory"]?.value ?? 0
        return LinuxResources(
            cpuShares: CPUResources.shares(milliCPU: request), cpuQuota: quota,
            cpuPeriod: quota == nil ? nil : CPUResources.period,
            memoryLimit: memory > 0 ? memory : nil,
            oomScoreAdjustment: OOMScore.adjustment(
                of: container, in: pod, qosClass: qosClass, memoryCapacity: memoryCapacity))
    }
}
