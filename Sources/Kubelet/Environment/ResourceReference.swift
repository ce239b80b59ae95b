import KubernetesAPI

/// Requests and limits that an environment variable can refer to by `resourceFieldRef`.
struct ResourceReference {
    /// What all Pods together may have of the machine: the limits of a container that has none.
    var allocatable: [String: Quantity]

    /// With the limits of a Pod as a whole, where it has some, instead of the machine's
    /// (kubelet: `defaultPodLimitsForDownwardAPI`).
    func within(_ spec: PodSpec) -> ResourceReference {
        let own = spec.resources?.limits.filter {
            ["cpu", "memory"].contains($0.key) && $0.value > Quantity()
        }
        return ResourceReference(
            allocatable: allocatable.merging(own ?? [:]) { _, own in own })
    }

    /// The amount in units of the divisor, rounded up.
    ///
    /// - Throws: `ContainerConfigurationError` for an unknown resource.
    func value(
        of resource: String, divisor: Quantity?, container: KubernetesAPI.Container
    ) throws(ContainerConfigurationError) -> String {
        let parts = resource.split(separator: ".", maxSplits: 1)
        guard parts.count == 2, ["limits", "requests"].contains(parts[0]) else {
            throw .unknownResource(name: resource)
        }
        let name = String(parts[1])
        let isLimit = parts[0] == "limits"
        let list = isLimit ? container.resources.limits : container.resources.requests
        var amount = list[name]
        switch name {
        case "cpu", "memory", "ephemeral-storage":
            if isLimit, amount ?? Quantity() <= Quantity() { amount = allocatable[name] }
            return name == "cpu"
                ? Self.divide(amount?.milliValue ?? 0, by: Self.milli(divisor))
                : Self.divide(amount?.value ?? 0, by: Self.units(divisor))
        default:
            guard name.hasPrefix("hugepages-") else { throw .unknownResource(name: resource) }
            return Self.divide(amount?.value ?? 0, by: Self.units(divisor))
        }
    }

    private static func milli(_ divisor: Quantity?) -> Int64 {
        guard let value = divisor?.milliValue, value > 0 else { return 1000 }
        return value
    }

    private static func units(_ divisor: Quantity?) -> Int64 {
        guard let value = divisor?.value, value > 0 else { return 1 }
        return value
    }

    private static func divide(_ amount: Int64, by divisor: Int64) -> String {
        let (whole, rest) = amount.quotientAndRemainder(dividingBy: divisor)
        return String(rest > 0 ? whole + 1 : whole)
    }
}
