import KubernetesAPI

/// Whether a Pod can have the resources that it asks for in its life (KEP-1287).
enum ResizeVerdict: Sendable, Hashable {
    case accepted
    /// Not while others have them.
    case deferred(String)
    /// Never on this machine.
    case infeasible(String)

    static func of(_ wanted: PodFootprint, _ fit: NodeFit) -> ResizeVerdict {
        for resource in ["memory", "cpu"] {
            let capacity = NodeFit.amount(fit.node.allocatable[resource] ?? Quantity(), resource)
            let requested = NodeFit.amount(wanted.requests[resource] ?? Quantity(), resource)
            guard requested > capacity else { continue }
            return .infeasible(
                "Node didn't have enough capacity: \(resource), requested: \(requested), "
                    + "capacity: \(capacity)")
        }
        for failure in fit.lacking(wanted) {
            guard case .insufficient(let resource, let requested, let used, let capacity) = failure,
                resource == "cpu" || resource == "memory"
            else { continue }
            return .deferred(
                AdmissionDecision.insufficient(resource, requested, used, capacity))
        }
        return .accepted
    }

    /// The reason of the condition `PodResizePending`; nil where there is none.
    var reason: String? {
        switch self {
        case .accepted: nil
        case .deferred: "Deferred"
        case .infeasible: "Infeasible"
        }
    }

    var message: String {
        switch self {
        case .accepted: ""
        case .deferred(let message), .infeasible(let message): message
        }
    }
}
