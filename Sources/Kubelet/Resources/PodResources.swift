import ContainerRuntime
import KubernetesAPI

/// What a Pod's own cgroup is given (kubelet: `ResourceConfigForPod`).
enum PodResources {
    static func resources(of pod: Pod, qosClass: PodQOSClass) -> LinuxResources {
        let request = total(of: pod) { milliCPU($0.resources.requests, $0.resources.limits) }
        let limit = total(of: pod) { $0.resources.limits["cpu"]?.milliValue ?? 0 }
        let memory = total(of: pod) { $0.resources.limits["memory"]?.value ?? 0 }
        let all = pod.spec.initContainers + pod.spec.containers
        let allLimitCPU = all.allSatisfy { ($0.resources.limits["cpu"]?.milliValue ?? 0) > 0 }
        let allLimitMemory = all.allSatisfy { ($0.resources.limits["memory"]?.value ?? 0) > 0 }

        var result = LinuxResources()
        switch qosClass {
        case .bestEffort:
            result.cpuShares = CPUResources.shares(milliCPU: 0)
        default:
            result.cpuShares = CPUResources.shares(milliCPU: request)
            if allLimitCPU, let quota = CPUResources.quota(milliCPU: limit) {
                result.cpuQuota = quota
                result.cpuPeriod = CPUResources.period
            }
            if allLimitMemory { result.memoryLimit = memory }
        }
        return result
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
                sidecars += amount(container)
                peak = max(peak, sidecars)
            } else {
                peak = max(peak, sidecars + amount(container))
            }
        }
        return max(peak, sidecars + pod.spec.containers.reduce(0) { $0 + amount($1) })
    }

    private static func milliCPU(
        _ requests: [String: Quantity], _ limits: [String: Quantity]
    ) -> Int64 {
        requests["cpu"]?.milliValue ?? limits["cpu"]?.milliValue ?? 0
    }
}
