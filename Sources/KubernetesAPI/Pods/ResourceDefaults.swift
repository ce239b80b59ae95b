import JSON

/// How requests and limits are completed and spelled.
enum ResourceDefaults {
    /// Spells the amounts as Kubernetes does.
    static func normalize(_ resources: inout JSONValue) {
        resources.update("limits", normalizeAmounts)
        resources.update("requests", normalizeAmounts)
    }

    /// Amounts are kept in their shortest form, down to a thousandth; finer ones are rounded up.
    static func normalizeAmounts(_ amounts: inout JSONValue) {
        guard case .object(let members) = amounts else { return }
        for (name, value) in members {
            guard let amount = Quantity(checking: value) else { continue }
            let isFine = amount.nanos % 1_000_000 != 0
            let rounded = isFine ? Quantity(milliValue: amount.milliValue) : amount
            amounts[name] = .string(rounded.canonical)
        }
    }

    /// A limit is also the request where none is given.
    static func applyRequests(to resources: inout JSONValue) {
        guard let limits = resources["limits"]?.objectValue else { return }
        var requests = resources["requests"]?.objectValue ?? [:]
        for (name, limit) in limits where requests[name] == nil { requests[name] = limit }
        if !requests.isEmpty { resources["requests"] = .object(requests) }
    }

    /// The requests of a Pod that has limits of its own: what its containers request together, else
    /// its limits. A limit of huge pages is what the containers may use together.
    static func applyToPod(_ spec: inout JSONValue) {
        guard spec["resources"]?.objectValue != nil else { return }
        let requests = ContainerTotals.requests(of: spec)
        let limits = ContainerTotals.limits(of: spec)
        spec.update("resources") { resources in
            var ownLimits = resources["limits"]?.objectValue ?? [:]
            var ownRequests = resources["requests"]?.objectValue ?? [:]
            guard !(ownLimits.isEmpty && ownRequests.isEmpty) else { return }
            for (name, total) in limits
            where ResourceValidation.isHugePages(name) && ownRequests[name] == nil {
                if ownLimits[name] == nil { ownLimits[name] = .string(total.canonical) }
            }
            if !ownLimits.isEmpty {
                resources["limits"] = .object(ownLimits)
                for (name, total) in requests where ["cpu", "memory"].contains(name) {
                    if ownRequests[name] == nil { ownRequests[name] = .string(total.canonical) }
                }
                for (name, limit) in ownLimits
                where ["cpu", "memory"].contains(name) || ResourceValidation.isHugePages(name) {
                    if ownRequests[name] == nil { ownRequests[name] = limit }
                }
                if !ownRequests.isEmpty { resources["requests"] = .object(ownRequests) }
            }
        }
    }
}
