import JSON
import KubernetesAPI
import ObjectStore

/// Decides whether quotas have room for an object, and what they count with it (CheckRequest in
/// apiserver's admission plugin ResourceQuota).
enum QuotaCheck {
    typealias Amounts = [String: Quantity]

    /// Resources of which, once limited, every container must say how much it needs.
    private static let demanded: Set = [
        "cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory",
    ]

    /// - Parameters:
    ///   - quotas: those of the object's namespace.
    ///   - old: the object before it is changed; nil for a new one.
    /// - Returns: the quotas that count more then, each with its new form.
    /// - Throws: `APIError` 403 where one has too little room.
    static func charge(
        _ object: JSONValue, _ type: ResourceType, replacing old: JSONValue? = nil,
        quotas: [StoredObject], now: Timestamp
    ) throws -> [StoreWrite] {
        if quotas.isEmpty { return [] }
        let usage = QuotaUsage.of(object, type, now: now)
        let before = old.map { QuotaUsage.of($0, type, now: now) } ?? [:]
        return try quotas.compactMap { quota in
            let hard = quota.object["spec"]?.quantities("hard") ?? [:]
            let counted = hard.filter { isCounted($0.key, type) }
            guard !counted.isEmpty, QuotaScope.includes(object, type, quota: quota.object) else {
                return nil
            }
            try demandResources(Set(counted.keys), of: object, type, quota.object)
            return try charge(
                difference(usage, before).filter { counted[$0.key] != nil }, to: quota,
                refusal: { APIError.forbidden(type, name: object.name, $0) })
        }
    }

    /// Whether a quota's resource is about objects of a type at all.
    static func isCounted(_ name: String, _ type: ResourceType) -> Bool {
        if name == "count/\(type.qualifiedName)" { return true }
        switch type {
        case .pods:
            return demanded.contains(name) || name.hasSuffix("ephemeral-storage")
                || name == "pods" || name.contains("hugepages-")
                || (name.hasPrefix("requests.") && name.contains("/"))
        case .services: return name == "services" || name.hasPrefix("services.")
        case .persistentVolumeClaims:
            return name == "persistentvolumeclaims" || name.hasSuffix("requests.storage")
                || name.hasSuffix("/persistentvolumeclaims")
        case .secrets, .configMaps, .resourceQuotas: return name == type.plural
        default: return false
        }
    }

    private static func difference(_ usage: Amounts, _ before: Amounts) -> Amounts {
        usage.merging(before.mapValues { Quantity() - $0 }, uniquingKeysWith: +)
            .filter { !$0.value.isZero }
    }

    /// - Throws: `APIError` 403 for a Pod that does not say what it needs of a limited resource.
    private static func demandResources(
        _ names: Set<String>, of pod: JSONValue, _ type: ResourceType, _ quota: JSONValue
    ) throws {
        let names = names.intersection(demanded)
        let spec = pod["spec"] ?? .null
        guard type == .pods, !names.isEmpty, !hasOwnResources(spec) else { return }
        var silent: [String: Set<String>] = [:]
        for container in spec.elements("containers") + spec.elements("initContainers") {
            let resources = container["resources"] ?? .null
            let told = QuotaUsage.compute(
                requests: resources.quantities("requests"), limits: resources.quantities("limits"))
            for name in names where told[name] == nil {
                silent[name, default: []].insert(container.string("name"))
            }
        }
        guard !silent.isEmpty else { return }
        let list = silent.sorted { $0.key < $1.key }.map { name, containers in
            "\(name) for: \(containers.sorted().joined(separator: ","))"
        }
        throw PodAdmission.refusal(
            pod, "failed quota: \(quota.name): must specify \(list.joined(separator: "; "))")
    }

    private static func hasOwnResources(_ spec: JSONValue) -> Bool {
        let resources = spec["resources"] ?? .null
        return !resources.members("requests").isEmpty || !resources.members("limits").isEmpty
    }

    private static func charge(
        _ delta: Amounts, to quota: StoredObject, refusal: (String) -> APIError
    ) throws -> StoreWrite? {
        if delta.isEmpty { return nil }
        let status = quota.object["status"] ?? .null
        let hard = quota.object["spec"]?.quantities("hard") ?? [:]
        let used = status.quantities("used")
        let after = used.merging(delta, uniquingKeysWith: +)
        let exceeded = delta.filter { name, amount in
            guard let bound = hard[name], let sum = after[name] else { return false }
            return amount > Quantity() && sum > bound
        }.keys
        guard exceeded.isEmpty else {
            func list(_ amounts: Amounts) -> String {
                exceeded.sorted().map { "\($0)=\(amounts[$0] ?? Quantity())" }
                    .joined(separator: ",")
            }
            throw refusal(
                "exceeded quota: \(quota.key.name), requested: \(list(delta)), "
                    + "used: \(list(used)), limited: \(list(hard))")
        }
        return .update(quota, to: QuotaStatus.set(used: after, on: quota.object))
    }
}
