extension PodSpec {
    /// What the Pod takes of a node at its peak (component-helpers/resource in Kubernetes): all app
    /// containers and sidecars together, or an init container with the sidecars before it, whichever
    /// is more. Pod-level amounts take the place of the containers', and the overhead of the
    /// RuntimeClass comes on top.
    public var totalRequests: [String: Quantity] {
        var sums = containerTotals(\.requests)
        if let own = resources?.requests { Self.replace(own, in: &sums) }
        return sums.merging(overhead, uniquingKeysWith: +)
    }

    /// As `totalRequests`, of the limits; overhead only adds to what is limited.
    public var totalLimits: [String: Quantity] {
        var sums = containerTotals(\.limits)
        if let own = resources?.limits { Self.replace(own, in: &sums) }
        for (name, amount) in overhead where sums[name] != nil { sums[name]! += amount }
        return sums
    }

    /// What the containers need at their peak, whatever the Pod itself says.
    public func containerTotals(
        _ amounts: KeyPath<ResourceRequirements, [String: Quantity]>
    ) -> [String: Quantity] {
        var running: [String: Quantity] = [:]
        for container in containers {
            running.merge(container.resources[keyPath: amounts], uniquingKeysWith: +)
        }
        if initContainers.isEmpty { return running }
        var sidecars: [String: Quantity] = [:]
        var starting: [String: Quantity] = [:]
        for container in initContainers {
            let own = container.resources[keyPath: amounts]
            if container.restartPolicy?.rawValue == "Always" {
                running.merge(own, uniquingKeysWith: +)
                sidecars.merge(own, uniquingKeysWith: +)
                starting.merge(sidecars, uniquingKeysWith: max)
            } else {
                starting.merge(own.merging(sidecars, uniquingKeysWith: +), uniquingKeysWith: max)
            }
        }
        return running.merging(starting, uniquingKeysWith: max)
    }

    /// The resources that a Pod as a whole may ask for (KEP-2837).
    public static func isPodLevel(_ resource: String) -> Bool {
        resource == "cpu" || resource == "memory" || resource.hasPrefix("hugepages-")
    }

    private static func replace(
        _ own: [String: Quantity], in sums: inout [String: Quantity]
    ) {
        for (name, amount) in own where isPodLevel(name) { sums[name] = amount }
    }
}
