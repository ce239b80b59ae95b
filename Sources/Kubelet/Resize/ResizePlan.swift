import ContainerRuntime
import KubernetesAPI

/// What is to be written to the cgroups of a Pod so that its containers have what it has been given.
///
/// First the Pod's own group is widened where it has to be, then containers get less and then more,
/// and at last the Pod's group is narrowed: at no time has a container more than its Pod.
struct ResizePlan: Sendable, Hashable {
    enum Step: Sendable, Hashable {
        case sandbox(id: String, LinuxResources)
        case container(name: String, id: String, LinuxResources)

        var isOfSandbox: Bool {
            if case .sandbox = self { true } else { false }
        }
    }

    var steps: [Step] = []
    /// Containers that get their new resources by being restarted.
    var restarts: [String] = []

    var isEmpty: Bool { steps.isEmpty && restarts.isEmpty }

    /// - Parameters:
    ///   - pod: with the resources that it has been given.
    ///   - wanted: what a container's cgroup shall have.
    init(
        _ pod: Pod, _ observed: ObservedPod, sandboxWanted: LinuxResources,
        wanted: (KubernetesAPI.Container) -> LinuxResources
    ) {
        guard case .ready(let sandbox) = observed.sandbox else { return }
        var less: [Step] = []
        var more: [Step] = []
        for (container, role) in pod.spec.containersWithRoles where role != .initialization {
            let seen = observed[container.name]
            guard let current = seen.current, current.isRunning, seen.operation == .none else {
                continue
            }
            let present = current.configuration.resources
            let target = present.resized(to: wanted(container))
            if target == present { continue }
            if Self.needsRestart(container, present, target) {
                restarts.append(container.name)
            } else {
                let step = Step.container(name: container.name, id: current.id, target)
                if target.isLess(than: present) { less.append(step) } else { more.append(step) }
            }
        }
        let present = sandbox.configuration.resources
        let target = present.resized(to: sandboxWanted)
        let widest = present.widest(target)
        if widest != present { steps.append(.sandbox(id: sandbox.id, widest)) }
        steps += less + more
        if target != widest { steps.append(.sandbox(id: sandbox.id, target)) }
    }

    private static func needsRestart(
        _ container: KubernetesAPI.Container, _ present: LinuxResources, _ target: LinuxResources
    ) -> Bool {
        container.resizePolicy.contains { policy in
            guard policy.restartPolicy.rawValue == "RestartContainer" else { return false }
            return policy.resourceName == "memory"
                ? present.memoryLimit != target.memoryLimit
                : present.cpuShares != target.cpuShares || present.cpuQuota != target.cpuQuota
        }
    }
}

extension LinuxResources {
    /// These, with the cpu and memory of `other`; what has a limit keeps one.
    func resized(to other: LinuxResources) -> LinuxResources {
        var result = self
        result.cpuShares = other.cpuShares ?? cpuShares
        result.cpuQuota = other.cpuQuota ?? (cpuQuota == nil ? nil : -1)
        result.cpuPeriod = other.cpuPeriod ?? cpuPeriod
        result.memoryLimit = other.memoryLimit ?? (memoryLimit == nil ? nil : -1)
        return result
    }

    /// What is enough for both.
    func widest(_ other: LinuxResources) -> LinuxResources {
        func wider(_ a: Int64?, _ b: Int64?) -> Int64? {
            guard let a, let b else { return a ?? b }
            return a <= 0 || b <= 0 ? -1 : max(a, b)
        }
        var result = other
        result.cpuShares = max(cpuShares ?? 0, other.cpuShares ?? 0)
        result.cpuQuota = wider(cpuQuota, other.cpuQuota)
        result.memoryLimit = wider(memoryLimit, other.memoryLimit)
        return result
    }

    func isLess(than other: LinuxResources) -> Bool {
        func isLess(_ a: Int64?, _ b: Int64?) -> Bool {
            guard let a, a > 0 else { return false }
            guard let b, b > 0 else { return true }
            return a < b
        }
        return isLess(memoryLimit, other.memoryLimit) || isLess(cpuQuota, other.cpuQuota)
    }
}
