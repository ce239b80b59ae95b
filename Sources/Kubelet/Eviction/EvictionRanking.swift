import KubernetesAPI

/// Who goes first: those that use more than they asked for, then the less important, then those that
/// use the most beyond what they asked for (pkg/kubelet/eviction/helpers.go).
enum EvictionRanking {
    static func rank(_ pods: [PodUsage], by resource: String) -> [PodUsage] {
        pods.sorted { first, second in
            let (a, b) = (key(first, resource), key(second, resource))
            if a.exceeds != b.exceeds { return a.exceeds }
            if a.priority != b.priority { return a.priority < b.priority }
            return a.surplus > b.surplus
        }
    }

    private static func key(
        _ usage: PodUsage, _ resource: String
    ) -> (exceeds: Bool, priority: Int32, surplus: Int64) {
        let requests = usage.pod.spec.totalRequests
        let priority = usage.pod.spec.priority ?? 0
        switch resource {
        case "memory":
            // One that nothing is known of is no use where it is.
            guard let used = usage.memory else { return (true, priority, .max) }
            let asked = requests["memory"]?.value ?? 0
            return (used > asked, priority, used - asked)
        case "ephemeral-storage":
            let asked = requests["ephemeral-storage"]?.value ?? 0
            return (usage.disk > asked, priority, usage.disk - asked)
        case "inodes": return (usage.inodes > 0, priority, usage.inodes)
        default: return (false, priority, usage.tasks)
        }
    }
}
