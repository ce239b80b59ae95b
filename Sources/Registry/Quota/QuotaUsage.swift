import JSON
import KubernetesAPI

/// What an object takes of its namespace's quotas (pkg/quota/v1/evaluator).
enum QuotaUsage {
    typealias Amounts = [String: Quantity]

    private static let one = Quantity(value: 1)
    /// Types that have a name of their own in quotas, besides `count/…`.
    private static let named: Set<ResourceType> = [
        .secrets, .configMaps, .resourceQuotas, .services, .persistentVolumeClaims,
    ]

    static func of(_ object: JSONValue, _ type: ResourceType, now: Timestamp) -> Amounts {
        var usage: Amounts = ["count/\(type.qualifiedName)": one]
        if named.contains(type) { usage[type.plural] = one }
        switch type {
        case .pods: usage.merge(compute(object, now: now)) { $1 }
        case .services: usage.merge(ports(object)) { $1 }
        case .persistentVolumeClaims: usage.merge(storage(object)) { $1 }
        default: break
        }
        return usage
    }

    /// A Pod that has ended, or should have long ago, takes nothing but its place in the list.
    private static func compute(_ pod: JSONValue, now: Timestamp) -> Amounts {
        let phase = pod.value(at: "status", "phase")?.stringValue ?? ""
        if ["Succeeded", "Failed"].contains(phase) { return [:] }
        if let end = pod.timestamp("deletionTimestamp"),
            let grace = pod.deletionGracePeriodSeconds, now > end + .seconds(grace)
        {
            return [:]
        }
        let amounts = ResourceAmounts(pod: pod, withOverhead: true)
        return Self.compute(requests: amounts.requests, limits: amounts.limits)
    }

    /// As quotas name requests and limits.
    static func compute(requests: Amounts, limits: Amounts) -> Amounts {
        var usage: Amounts = ["pods": one]
        for name in ["cpu", "memory", "ephemeral-storage"] {
            if let request = requests[name] {
                usage[name] = request
                usage["requests.\(name)"] = request
            }
            usage["limits.\(name)"] = limits[name]
        }
        for (name, request) in requests {
            if ResourceNames.isHugePages(name) { usage[name] = request }
            if ResourceNames.isHugePages(name) || ResourceNames.isExtended(name) {
                usage["requests.\(name)"] = request
            }
        }
        return usage
    }

    private static func ports(_ service: JSONValue) -> Amounts {
        let spec = service["spec"] ?? .null
        let ports = spec.elements("ports")
        var nodePorts = 0
        var loadBalancers: Int64 = 0
        switch spec.string("type") {
        case "NodePort": nodePorts = ports.count
        case "LoadBalancer":
            loadBalancers = 1
            nodePorts =
                spec["allocateLoadBalancerNodePorts"]?.boolValue == false
                ? ports.filter { $0["nodePort"]?.integerValue ?? 0 != 0 }.count : ports.count
        default: break
        }
        return [
            "services.nodeports": Quantity(value: Int64(nodePorts)),
            "services.loadbalancers": Quantity(value: loadBalancers),
        ]
    }

    private static func storage(_ claim: JSONValue) -> Amounts {
        let spec = claim["spec"] ?? .null
        guard let amount = spec["resources"]?.quantities("requests")["storage"] else { return [:] }
        var usage: Amounts = ["requests.storage": amount]
        let storageClass = spec.string("storageClassName")
        if !storageClass.isEmpty {
            let suffix = "storageclass.storage.k8s.io"
            usage["\(storageClass).\(suffix)/requests.storage"] = amount
            usage["\(storageClass).\(suffix)/persistentvolumeclaims"] = one
        }
        return usage
    }
}
