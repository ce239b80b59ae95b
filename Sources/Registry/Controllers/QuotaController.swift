import JSON
import KubernetesAPI
import KubernetesClient
import Logging
import ObjectStore

/// Counts quotas anew where something has gone that they counted. What comes is counted with its
/// own write.
struct QuotaController: Sendable {
    let registry: Registry

    /// Works until the task is cancelled.
    func run() async {
        for namespace in (try? await registry.lookup.all(.namespaces)) ?? [] {
            registry.queues.quotas.add(namespace.key.name)
        }
        await registry.queues.quotas.forEachBatch { namespaces in
            for namespace in namespaces.sorted() { await recount(namespace) }
        }
    }

    private func recount(_ namespace: String) async {
        do {
            for quota in try await registry.lookup.all(.resourceQuotas, in: namespace) {
                try await recount(quota.key.name, in: namespace)
            }
        } catch {
            registry.logger.warning(
                "quotas not counted", metadata: ["namespace": "\(namespace)", "error": "\(error)"])
        }
    }

    private func recount(_ name: String, in namespace: String) async throws {
        while !Task.isCancelled {
            // The quota is read before what it counts: who creates meanwhile changes the quota too,
            // and then this write loses.
            let quota: JSONValue
            do {
                quota = try await registry.get(.resourceQuotas, namespace: namespace, name: name)
            } catch let error as APIError where error.code == 404 {
                return
            }
            let counted = try await registry.counted(quota)
            if counted["status"] == quota["status"] { return }
            do {
                _ = try await registry.update(
                    .resourceQuotas, namespace: namespace, name: name, subresource: "status",
                    object: counted, options: WriteOptions())
                return
            } catch let error as APIError where error.code == 409 {
                continue
            } catch let error as APIError where error.code == 404 {
                return
            }
        }
    }
}
