import JSON
import KubernetesAPI

/// The status of a ResourceQuota: its limits, and how much of each is taken.
enum QuotaStatus {
    static func set(used: [String: Quantity], on quota: JSONValue) -> JSONValue {
        var quota = quota
        let hard = quota["spec"]?.members("hard") ?? [:]
        // Zero is told too: it says that the resource is counted.
        let shown = hard.keys.map { name in (name, (used[name] ?? Quantity()).json) }
        quota.set(.object(hard), at: "status", "hard")
        quota.set(
            .object(JSONObject(shown) { first, _ in first }), at: "status", "used")
        return quota
    }

    /// The types of objects that a quota counts.
    static func types(of quota: JSONValue) -> [ResourceType] {
        let names = quota["spec"]?.members("hard").keys.map { $0 } ?? []
        return ServedResource.all.filter(\.isStored).map(\.type).filter { type in
            type.namespaced
                && names.contains { QuotaCheck.isCounted($0, type) }
        }
    }

    /// What the objects that a quota counts take.
    ///
    /// - Parameter objects: all of the quota's namespace, by type.
    static func used(
        of quota: JSONValue, by objects: [(type: ResourceType, objects: [JSONValue])],
        now: Timestamp
    ) -> [String: Quantity] {
        let hard = quota["spec"]?.members("hard") ?? [:]
        var sum: [String: Quantity] = [:]
        for (type, objects) in objects {
            for object in objects where QuotaScope.includes(object, type, quota: quota) {
                let usage = QuotaUsage.of(object, type, now: now).filter { hard[$0.key] != nil }
                sum.merge(usage, uniquingKeysWith: +)
            }
        }
        return sum
    }
}
