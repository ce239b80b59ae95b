import KubernetesAPI

/// What evicted Pods and their events say (pkg/kubelet/eviction/helpers.go).
enum EvictionMessage {
    /// Why a Pod goes when the node is short of something, for people and, in the event's
    /// annotations, for programs.
    static func nodeWasLow(
        on threshold: EvictionThreshold, _ seen: EvictionObservation, _ usage: PodUsage
    ) -> PodFailure {
        let resource = threshold.signal.resource
        var message =
            "The node was low on resource: \(resource). "
            + "Threshold quantity: \(threshold.amount.text(of: seen.capacity)), "
            + "available: \(text(seen.available, resource)). "
        var annotations: [String: String] = [:]
        let (pod, spec) = (usage.pod, usage.pod.spec)
        if resource == "memory", let asked = spec.resources?.requests["memory"],
            let used = usage.memory
        {
            message +=
                "Pod \(pod.metadata.name) was using \(text(used, resource)), request is "
                + "\(asked), has larger consumption of \(resource). "
            annotations["offending_pod"] = pod.metadata.name
            annotations["offending_pod_usage"] = text(used, resource)
        }
        let exceeding = exceeding(usage, resource)
        for (container, used, asked) in exceeding {
            message +=
                "Container \(container) was using \(used), request is \(asked), has larger "
                + "consumption of \(resource). "
        }
        annotations["offending_containers"] = exceeding.map(\.name).joined(separator: ",")
        annotations["offending_containers_usage"] = exceeding.map(\.used).joined(separator: ",")
        annotations["starved_resource"] = resource
        return PodFailure(
            reason: "Evicted", message: message, disruption: message, annotations: annotations)
    }

    /// The containers that use more than they asked for. Ephemeral ones cannot ask, and are not
    /// blamed.
    private static func exceeding(
        _ usage: PodUsage, _ resource: String
    ) -> [(name: String, used: String, asked: String)] {
        let spec = usage.pod.spec
        return usage.containers.compactMap { container in
            let used =
                switch resource {
                case "memory": container.memory
                case "ephemeral-storage": container.disk
                default: Int64?.none
                }
            let all = spec.containers + spec.initContainers
            guard let used, let member = all.first(where: { $0.name == container.name }) else {
                return nil
            }
            let asked = member.resources.requests[resource] ?? Quantity()
            guard used > asked.value else { return nil }
            return (container.name, text(used, resource), asked.description)
        }
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
        if let limit = spec.totalLimits["ephemeral-storage"],
            usage.disk + usage.hostsFile > limit.value
        {
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
