import JSON
import KubernetesAPI

/// Whether a Pod may be evicted (pkg/registry/core/pod/storage/eviction.go).
enum EvictionDecision: Equatable {
    /// No budget stands in the way. With `unchanged`, only as long as the Pod is as it was read.
    case delete(unchanged: Bool)
    /// The budget allows it, and has this form afterwards.
    case charge(JSONValue)

    /// More evictions than these under way make a budget refuse.
    private static let maximumDisrupted = 2000

    /// - Parameter budgets: those that select the Pod.
    /// - Throws: `APIError` 429 where a budget has nothing to spare, 403, 500.
    static func decide(
        _ pod: JSONValue, budgets: [JSONValue], now: Timestamp
    ) throws -> EvictionDecision {
        let phase = pod.value(at: "status", "phase")?.stringValue ?? ""
        if pod.isBeingDeleted || ["Succeeded", "Failed"].contains(phase) {
            return .delete(unchanged: false)
        }
        if phase == "Pending" { return .delete(unchanged: true) }
        guard let budget = budgets.first else { return .delete(unchanged: false) }
        guard budgets.count == 1 else {
            throw APIError(
                code: 500, reason: "",
                message: "This pod has more than one PodDisruptionBudget, which the eviction "
                    + "subresource does not support.")
        }
        if !DisruptionStatus.isReady(pod), maySkip(budget) { return .delete(unchanged: true) }
        return .charge(try charged(budget, for: pod.name, now: now))
    }

    /// Whether a Pod that is not ready may go without being counted.
    private static func maySkip(_ budget: JSONValue) -> Bool {
        if budget["spec"]?.string("unhealthyPodEvictionPolicy") == "AlwaysAllow" { return true }
        let desired = number(budget, "desiredHealthy")
        return desired > 0 && number(budget, "currentHealthy") >= desired
    }

    private static func charged(
        _ budget: JSONValue, for pod: String, now: Timestamp
    ) throws -> JSONValue {
        guard number(budget, "observedGeneration") >= budget.generation else {
            throw tooManyRequests(
                "The disruption budget \(budget.name) is still being processed by the server.",
                retryAfter: 10)
        }
        let disrupted = budget["status"]?.members("disruptedPods") ?? [:]
        guard disrupted.count <= maximumDisrupted else {
            throw APIError.forbidden(
                .podDisruptionBudgets, name: budget.name,
                "DisruptedPods map too big - too many evictions not confirmed by PDB controller")
        }
        let allowed = number(budget, "disruptionsAllowed")
        guard allowed > 0 else {
            throw tooManyRequests(
                "The disruption budget \(budget.name) needs \(number(budget, "desiredHealthy")) "
                    + "healthy pods and has \(number(budget, "currentHealthy")) currently",
                retryAfter: nil)
        }
        var changed = budget
        changed.set(.integer(allowed - 1), at: "status", "disruptionsAllowed")
        changed.set(now.json, at: "status", "disruptedPods", pod)
        if allowed == 1 {
            let condition = DisruptionStatus.condition(budget, allowed: 0, now: now)
            changed.set(.array([condition]), at: "status", "conditions")
        }
        return changed
    }

    private static func number(_ budget: JSONValue, _ member: String) -> Int64 {
        budget.value(at: "status", member)?.integerValue ?? 0
    }

    private static func tooManyRequests(_ cause: String, retryAfter: Int64?) -> APIError {
        var details: JSONValue = [
            "causes": [["reason": "DisruptionBudget", "message": .string(cause)]]
        ]
        if let retryAfter { details["retryAfterSeconds"] = .integer(retryAfter) }
        return APIError(
            code: 429, reason: "TooManyRequests",
            message: "Cannot evict pod as it would violate the pod's disruption budget.",
            details: details)
    }
}
