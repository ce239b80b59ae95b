import JSON
import KubernetesAPI
import ObjectStore

/// The disruption budgets that are there, for a choice among Pods.
struct DisruptionBudgets: Sendable {
    private let budgets: [JSONValue]

    /// - Throws: `APIError` 500.
    init(registry: Registry) async throws {
        budgets = try await registry.lookup.all(.podDisruptionBudgets).map(\.object)
    }

    /// Those among the Pods, in their order, that a budget has none to spare for
    /// (kube-scheduler: `filterPodsWithPDBViolation`).
    func violating(_ pods: [PodFootprint]) -> Set<String> {
        var allowed = budgets.map {
            $0.value(at: "status", "disruptionsAllowed")?.integerValue ?? 0
        }
        var found: Set<String> = []
        for pod in pods where !pod.labels.isEmpty {
            let labels = pod.labels.reduce(into: JSONValue.object([:])) {
                $0[$1.key] = .string($1.value)
            }
            for (index, budget) in budgets.enumerated()
            where budget.namespace == pod.namespace
                && budget.value(at: "status", "disruptedPods", pod.name) == nil
                && DisruptionStatus.selects(budget, ["metadata": ["labels": labels]])
            {
                allowed[index] -= 1
                if allowed[index] < 0 { found.insert(pod.uid) }
            }
        }
        return found
    }
}
