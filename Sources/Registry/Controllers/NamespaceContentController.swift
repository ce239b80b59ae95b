import KubernetesAPI
import Logging
import ObjectStore

/// Makes again what each namespace should have, when somebody deletes or changes it.
struct NamespaceContentController: Sendable {
    let registry: Registry

    /// Works until the task is cancelled.
    func run() async {
        await registry.queues.contents.forEachBatch { namespaces in
            for name in namespaces.sorted() {
                do {
                    guard let namespace = try await registry.lookup.get(.namespaces, name) else {
                        continue
                    }
                    try await registry.createMissingContent(of: namespace)
                    if name == ServerEndpoint.namespace {
                        try await registry.restoreServerEndpoint()
                    }
                } catch {
                    registry.logger.warning(
                        "namespace not completed",
                        metadata: ["namespace": "\(name)", "error": "\(error)"])
                }
            }
        }
    }
}
