import JSON
import KubernetesAPI
import KubernetesClient
import Logging
import ObjectStore

/// Keeps the status of PodDisruptionBudgets right.
struct DisruptionController: Sendable {
    let registry: Registry

    /// Works until the task is cancelled.
    func run() async {
        for namespace in (try? await registry.lookup.all(.namespaces)) ?? [] {
            registry.queues.budgets.add(namespace.key.name)
        }
        await withDiscardingTaskGroup { group in
            await registry.queues.budgets.forEachBatch { namespaces in
                for namespace in namespaces.sorted() {
                    guard let again = await update(namespace) else { continue }
                    let pause = again - registry.configuration.now()
                    group.addTask {
                        try? await Task.sleep(for: max(pause, .seconds(1)))
                        registry.queues.budgets.add(namespace)
                    }
                }
            }
        }
    }

    /// - Returns: when to look again without a reason.
    private func update(_ namespace: String) async -> Timestamp? {
        do {
            let budgets = try await registry.lookup.all(.podDisruptionBudgets, in: namespace)
            if budgets.isEmpty { return nil }
            let pods = try await registry.list(
                .pods, namespace: namespace, options: ListOptions()
            ).items
            var again: [Timestamp] = []
            for budget in budgets {
                let selected = pods.filter { DisruptionStatus.selects(budget.object, $0) }
                let status = DisruptionStatus(
                    budget: budget.object, pods: selected, now: registry.configuration.now())
                if let time = status.nextChange { again.append(time) }
                if status.json == budget.object["status"] { continue }
                var changed = budget.object
                changed["status"] = status.json
                try await write(changed, version: String(budget.version))
            }
            return again.min()
        } catch {
            registry.logger.warning(
                "disruption budgets not updated",
                metadata: ["namespace": "\(namespace)", "error": "\(error)"])
            return nil
        }
    }

    /// One that was changed meanwhile is noted again by that change.
    private func write(_ budget: JSONValue, version: String) async throws {
        var budget = budget
        budget.set(.string(version), at: "metadata", "resourceVersion")
        do {
            _ = try await registry.update(
                .podDisruptionBudgets, namespace: budget.namespace, name: budget.name,
                subresource: "status", object: budget, options: WriteOptions())
        } catch let error as APIError where error.code == 404 || error.code == 409 {
            registry.queues.budgets.add(budget.namespace)
        }
    }
}
