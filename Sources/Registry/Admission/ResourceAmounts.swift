import JSON
import KubernetesAPI

/// What a Pod needs of each resource, for limits and quotas.
struct ResourceAmounts {
    typealias Amounts = [String: Quantity]

    let requests: Amounts
    let limits: Amounts

    /// The sum of the app containers and sidecars, or the peak of the init containers; what the
    /// Pod's own resources say goes before (component-helpers/resource).
    ///
    /// - Parameter withOverhead: adds the cost of the sandbox.
    init(pod: JSONValue, withOverhead: Bool) {
        let spec = pod["spec"] ?? .null
        requests = Self.total(spec, "requests", withOverhead)
        limits = Self.total(spec, "limits", withOverhead)
    }

    private static func total(_ spec: JSONValue, _ kind: String, _ withOverhead: Bool) -> Amounts {
        var running: Amounts = [:]
        for container in spec.elements("containers") {
            running.merge(own(container, kind), uniquingKeysWith: +)
        }
        var sidecars: Amounts = [:]
        var peak: Amounts = [:]
        for container in spec.elements("initContainers") {
            let amounts = own(container, kind)
            if container.string("restartPolicy") == "Always" {
                running.merge(amounts, uniquingKeysWith: +)
                sidecars.merge(amounts, uniquingKeysWith: +)
                peak.merge(sidecars, uniquingKeysWith: max)
            } else {
                peak.merge(amounts.merging(sidecars, uniquingKeysWith: +), uniquingKeysWith: max)
            }
        }
        running.merge(peak, uniquingKeysWith: max)
        for (name, amount) in own(spec, kind)
        where ["cpu", "memory"].contains(name) || ResourceNames.isHugePages(name) {
            running[name] = amount
        }
        guard withOverhead else { return running }
        for (name, amount) in spec.quantities("overhead")
        where kind == "requests" || running[name] != nil {
            running[name] = (running[name] ?? Quantity()) + amount
        }
        return running
    }

    private static func own(_ object: JSONValue, _ kind: String) -> Amounts {
        object["resources"]?.quantities(kind) ?? [:]
    }
}
