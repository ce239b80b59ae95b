import KubernetesAPI

/// What evicted Pods and their events say (pkg/kubelet/eviction/helpers.go).
enum EvictionMessage {
    static func nodeWasLow(
        on threshold: EvictionThreshold, _ seen: EvictionObservation, _ usage: PodUsage
    ) -> String {
        let resource = threshold.signal.resource
        var message = "The node was low on resource: \(resource). "
        message +=
            "Threshold quantity: \(text(threshold.amount.amount(of: seen.capacity), resource)), "
            + "available: \(text(seen.available, resource)). "
        let spec = usage.pod.spec
        if resource == "memory", let asked = spec.resources?.requests["memory"],
            let used = usage.memory
        {
            message +=
                "Pod \(usage.pod.metadata.name) was using \(text(used, resource)), request is "
                + "\(asked), has larger consumption of \(resource). "
        }
        for container in usage.containers {
            let used: Int64?
            switch resource {
            case "memory": used = container.memory
            case "ephemeral-storage": used = container.disk
            default: used = nil
            }
            let all = spec.containers + spec.initContainers
            let asked = all.first { $0.name == container.name }?.resources.requests[resource]
            guard let used, used > asked?.value ?? 0 else { continue }
            message +=
                "Container \(container.name) was using \(text(used, resource)), request is "
                + "\(asked?.description ?? "0"), has larger consumption of \(resource). "
        }
        return message
    }

    /// Which limit of its own a Pod has passed on the disk; nil where none.
    static func localStorage(_ usage: PodUsage) -> String? {
        let spec = usage.pod.spec
        for volume in spec.volumes {
            guard let limit = volume.emptyDir?.sizeLimit, limit > Quantity(),
                let used = usage.volumes[volume.name], used > limit.value
            else { continue }
            return "Usage of EmptyDir volume \"\(volume.name)\" exceeds the limit \"\(limit)\". "
        }
        if let limit = spec.totalLimits["ephemeral-storage"], usage.disk > limit.value {
            return "Pod ephemeral local storage usage exceeds the total limit of containers "
                + "\(limit). "
        }
        for container in spec.containers {
            guard let limit = container.resources.limits["ephemeral-storage"], !limit.isZero,
                let used = usage.containers.first(where: { $0.name == container.name })?.disk,
                used > limit.value
            else { continue }
            return "Container \(container.name) exceeded its local ephemeral storage limit "
                + "\"\(limit)\". "
        }
        return nil
    }

    private static func text(_ amount: Int64, _ resource: String) -> String {
        let isBytes = resource == "memory" || resource == "ephemeral-storage"
        return Quantity(value: amount, format: isBytes ? .binarySI : .decimalSI).description
    }
}
