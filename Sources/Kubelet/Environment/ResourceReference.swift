import KubernetesAPI

/// Requests and limits that an environment variable can refer to by `resourceFieldRef`.
struct ResourceReference {
    /// The machine's CPUs in thousandths; the limit of a container that has none.
    var nodeMilliCPU: Int64
    /// Bytes; the limit of a container that has none.
    var nodeMemory: Int64

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
        let amount = list[name]
        switch name {
        case "cpu":
            let milli = amount?.milliValue ?? (isLimit ? nodeMilliCPU : 0)
            return Self.divide(milli, by: Self.milli(divisor))
        case "memory":
            return Self.divide(
                amount?.value ?? (isLimit ? nodeMemory : 0), by: Self.units(divisor))
        case "ephemeral-storage":
            return Self.divide(amount?.value ?? 0, by: Self.units(divisor))
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
        String((amount + divisor - 1) / divisor)
    }
}
