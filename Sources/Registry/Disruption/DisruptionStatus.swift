import JSON
import KubernetesAPI

/// How many Pods a PodDisruptionBudget can spare (pkg/controller/disruption).
struct DisruptionStatus {
    /// An eviction that was allowed and has not happened after so long is forgotten.
    static let deletionTimeout = Duration.seconds(120)

    /// The new status.
    let json: JSONValue
    /// When it changes without anything else changing.
    let nextChange: Timestamp?

    /// - Parameter pods: those that the budget selects.
    init(budget: JSONValue, pods: [JSONValue], now: Timestamp) {
        let spec = budget["spec"] ?? .null
        let count = Int64(pods.count)
        let desired = Self.desiredHealthy(spec, expected: count)
        let disrupted = Self.disrupted(budget, pods, now)
        let healthy = Int64(
            pods.filter { pod in
                !pod.isBeingDeleted && disrupted[pod.name] == nil && Self.isReady(pod)
            }.count)
        let allowed = count > 0 ? max(healthy - desired, 0) : 0
        var status: JSONValue = [
            "currentHealthy": .integer(healthy), "desiredHealthy": .integer(desired),
            "expectedPods": .integer(count), "disruptionsAllowed": .integer(allowed),
            "observedGeneration": .integer(budget.generation),
        ]
        if !disrupted.isEmpty { status["disruptedPods"] = .object(disrupted) }
        status["conditions"] = .array([Self.condition(budget, allowed: allowed, now: now)])
        json = status
        nextChange = disrupted.values.compactMap { $0.stringValue.flatMap(Timestamp.init) }.min()
            .map { $0 + Self.deletionTimeout }
    }

    /// Whether the budget is about the Pod. One without a selector is about none.
    static func selects(_ budget: JSONValue, _ pod: JSONValue) -> Bool {
        guard let selector = budget.value(at: "spec", "selector"), !selector.isNull,
            let matcher = try? LabelMatcher(LabelSelector(json: selector))
        else { return false }
        // In policy/v1 an empty selector selects all Pods of the namespace.
        return matcher.matches(pod)
    }

    static func isReady(_ pod: JSONValue) -> Bool {
        (pod["status"]?.elements("conditions") ?? []).contains {
            $0.string("type") == "Ready" && $0.string("status") == "True"
        }
    }

    private static func desiredHealthy(_ spec: JSONValue, expected: Int64) -> Int64 {
        if let amount = spec["maxUnavailable"], !amount.isNull {
            return max(expected - scaled(amount, of: expected), 0)
        }
        if let amount = spec["minAvailable"], !amount.isNull {
            return scaled(amount, of: expected)
        }
        return 0
    }

    private static func scaled(_ amount: JSONValue, of whole: Int64) -> Int64 {
        amount.integerValue ?? amount.stringValue.flatMap(Percentage.init)?.of(whole) ?? 0
    }

    /// Pods whose eviction was allowed and that are still there.
    private static func disrupted(
        _ budget: JSONValue, _ pods: [JSONValue], _ now: Timestamp
    ) -> JSONObject {
        let present = Set(pods.filter { !$0.isBeingDeleted }.map(\.name))
        return (budget["status"]?.members("disruptedPods") ?? [:]).filter { name, time in
            guard present.contains(name), let time = time.stringValue.flatMap(Timestamp.init) else {
                return false
            }
            return time + deletionTimeout >= now
        }
    }

    /// `DisruptionAllowed`, with the moment of its last change.
    static func condition(_ budget: JSONValue, allowed: Int64, now: Timestamp) -> JSONValue {
        let status = allowed > 0 ? "True" : "False"
        let present = (budget["status"]?.elements("conditions") ?? []).first {
            $0.string("type") == "DisruptionAllowed"
        }
        let since = present?.string("status") == status ? present?["lastTransitionTime"] : nil
        return [
            "type": "DisruptionAllowed", "status": .string(status),
            "reason": allowed > 0 ? "SufficientPods" : "InsufficientPods", "message": "",
            "observedGeneration": .integer(budget.generation),
            "lastTransitionTime": since ?? now.json,
        ]
    }
}
