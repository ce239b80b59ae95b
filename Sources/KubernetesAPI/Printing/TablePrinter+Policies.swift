import JSON

/// What limits and orders Pods, and Leases.
extension TablePrinter {
    static let resourceQuotas = TablePrinter(
        ResourceQuota.self,
        columns: [
            name, ResourceTable.Column("Request", "What is used, of what is allowed."),
            ResourceTable.Column("Limit", "The same for what counts limits."), age,
        ]
    ) { quota, now in
        let names = quota.status.hard.keys.sorted()
        func usage(_ names: [String]) -> JSONValue {
            let parts = names.map { name in
                let used = (quota.status.used[name] ?? Quantity()).description
                return "\(name): \(used)/\((quota.status.hard[name] ?? Quantity()).description)"
            }
            return text(parts.joined(separator: ", "))
        }
        return [
            text(quota.metadata.name), usage(names.filter { !$0.hasPrefix("limits.") }),
            usage(names.filter { $0.hasPrefix("limits.") }), age(quota.metadata, now),
        ]
    }

    static let podDisruptionBudgets = TablePrinter(
        PodDisruptionBudget.self,
        columns: [
            name,
            ResourceTable.Column("Min Available", "How many Pods must stay."),
            ResourceTable.Column("Max Unavailable", "How many Pods may be missing."),
            ResourceTable.Column(
                "Allowed Disruptions", type: "integer", "How many Pods may go now."),
            age,
        ]
    ) { budget, now in
        [
            text(budget.metadata.name), text(budget.spec.minAvailable?.description ?? "N/A"),
            text(budget.spec.maxUnavailable?.description ?? "N/A"),
            count(Int(budget.status.disruptionsAllowed)), age(budget.metadata, now),
        ]
    }

    static let priorityClasses = TablePrinter(
        PriorityClass.self,
        columns: [
            name,
            ResourceTable.Column("Value", type: "integer", "The priority itself."),
            ResourceTable.Column(
                "Global-Default", type: "boolean", "Whether Pods without a class are of it."),
            age,
            ResourceTable.Column("PreemptionPolicy", "Whether its Pods take others' places."),
        ]
    ) { priority, now in
        [
            text(priority.metadata.name), count(Int(priority.value)),
            .bool(priority.globalDefault), age(priority.metadata, now),
            text(priority.preemptionPolicy?.rawValue ?? ""),
        ]
    }

    static let runtimeClasses = TablePrinter(
        RuntimeClass.self,
        columns: [name, ResourceTable.Column("Handler", "The runtime it stands for."), age]
    ) { runtime, now in
        [text(runtime.metadata.name), text(runtime.handler), age(runtime.metadata, now)]
    }

    static let leases = TablePrinter(
        Lease.self,
        columns: [name, ResourceTable.Column("Holder", "Who holds it."), age]
    ) { lease, now in
        [
            text(lease.metadata.name), text(lease.spec.holderIdentity ?? ""),
            age(lease.metadata, now),
        ]
    }
}
