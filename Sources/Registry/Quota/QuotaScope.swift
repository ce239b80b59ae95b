import JSON
import KubernetesAPI

/// Which Pods of its namespace a quota counts.
enum QuotaScope {
    /// Whether the quota counts `object`. One with scopes counts Pods only.
    static func includes(_ object: JSONValue, _ type: ResourceType, quota: JSONValue) -> Bool {
        let spec = quota["spec"] ?? .null
        let scopes: [JSONValue] =
            spec.strings("scopes").map { ["scopeName": .string($0), "operator": "Exists"] }
            + (spec["scopeSelector"]?.elements("matchExpressions") ?? [])
        if scopes.isEmpty { return true }
        return type == .pods && scopes.allSatisfy { matches(object, $0) }
    }

    private static func matches(_ pod: JSONValue, _ scope: JSONValue) -> Bool {
        let spec = pod["spec"] ?? .null
        switch scope.string("scopeName") {
        case "Terminating": return isTerminating(spec)
        case "NotTerminating": return !isTerminating(spec)
        case "BestEffort": return isBestEffort(spec)
        case "NotBestEffort": return !isBestEffort(spec)
        case "PriorityClass":
            return matches(spec.string("priorityClassName"), scope)
        case "CrossNamespacePodAffinity": return looksElsewhere(spec)
        default: return false
        }
    }

    private static func matches(_ priorityClass: String, _ scope: JSONValue) -> Bool {
        let values = scope.strings("values")
        switch scope.string("operator") {
        case "Exists": return !priorityClass.isEmpty
        case "DoesNotExist": return priorityClass.isEmpty
        case "In": return values.contains(priorityClass)
        case "NotIn": return !values.contains(priorityClass)
        default: return false
        }
    }

    private static func isTerminating(_ spec: JSONValue) -> Bool {
        spec["activeDeadlineSeconds"]?.integerValue.map { $0 >= 0 } ?? false
    }

    private static func isBestEffort(_ spec: JSONValue) -> Bool {
        QualityOfService.of(spec: spec) == .bestEffort
    }

    /// Whether the Pod wants to be near Pods of other namespaces, or far from them.
    private static func looksElsewhere(_ spec: JSONValue) -> Bool {
        ["podAffinity", "podAntiAffinity"].contains { kind in
            let rules = spec.value(at: "affinity", kind) ?? .null
            let preferred = rules.elements("preferredDuringSchedulingIgnoredDuringExecution")
                .compactMap { $0["podAffinityTerm"] }
            let required = rules.elements("requiredDuringSchedulingIgnoredDuringExecution")
            return (required + preferred).contains {
                !$0.elements("namespaces").isEmpty || $0.has("namespaceSelector")
            }
        }
    }
}
