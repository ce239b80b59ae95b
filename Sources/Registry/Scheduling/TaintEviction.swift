import KubernetesAPI
import KubernetesClient
import Logging

/// Ends Pods that do not tolerate a taint of their node with the effect `NoExecute`, and those that
/// tolerate it for a while when that is over (kube-controller-manager: `taint-eviction-controller`).
struct TaintEviction {
    /// A Pod that may stay for a while.
    struct Waiting: Sendable, Hashable {
        var namespace: String
        var name: String
        /// When it was first seen with the taints.
        var since: Timestamp
        var due: Timestamp
    }

    /// What is to be done at a time.
    struct Plan {
        var due: [Pod] = []
        /// By uid.
        var waiting: [String: Waiting] = [:]
        /// Those that may stay after all.
        var spared: [Waiting] = []

        /// - Parameters:
        ///   - pods: those of the node.
        ///   - taints: those with the effect `NoExecute`.
        ///   - before: those that waited until now, by uid.
        init(_ pods: [Pod], _ taints: [Taint], before: [String: Waiting], now: Timestamp) {
            for pod in pods where !TaintEviction.isOver(pod) {
                let metadata = pod.metadata
                let earlier = before[metadata.uid]
                guard let seconds = TaintEviction.patience(pod.spec.tolerations, with: taints)
                else {
                    if let earlier { spared.append(earlier) }
                    continue
                }
                let since = earlier?.since ?? Self.start(pod, taints, now: now)
                let end = since + .seconds(seconds)
                if end <= now {
                    due.append(pod)
                } else {
                    waiting[metadata.uid] = Waiting(
                        namespace: metadata.namespace, name: metadata.name, since: since, due: end)
                }
            }
        }

        /// What is known of a time before now counts too: the daemon may have been away.
        private static func start(_ pod: Pod, _ taints: [Taint], now: Timestamp) -> Timestamp {
            let added = taints.compactMap(\.timeAdded).max() ?? now
            return min(max(added, pod.metadata.creationTimestamp ?? added), now)
        }
    }

    let registry: Registry
    private var waiting: [String: Waiting] = [:]

    init(registry: Registry) { self.registry = registry }

    /// Ends those whose time is over.
    ///
    /// - Parameter taints: those of the node with the effect `NoExecute`.
    /// - Returns: when to look again, where anybody waits.
    /// - Throws: `APIError`.
    mutating func look(_ taints: [Taint]) async throws -> Timestamp? {
        if taints.isEmpty, waiting.isEmpty { return nil }
        let pods = try await registry.list(
            .pods, namespace: nil,
            options: ListOptions(
                fieldSelector: "spec.nodeName=\(registry.configuration.nodeName)"))
        let plan = Plan(
            pods.items.map { Pod(json: $0) }, taints, before: waiting,
            now: registry.configuration.now())
        waiting = plan.waiting
        for pod in plan.spared {
            tell(
                "Cancelling deletion of Pod \(pod.namespace)/\(pod.name)",
                about: .with {
                    $0.kind = ResourceType.pods.kind
                    $0.apiVersion = ResourceType.pods.apiVersion
                    $0.namespace = pod.namespace
                    $0.name = pod.name
                })
        }
        for pod in plan.due { await remove(pod) }
        return waiting.values.map(\.due).min()
    }

    /// Seconds that a Pod may stay with these taints; nil for ever.
    static func patience(_ tolerations: [Toleration], with taints: [Taint]) -> Int64? {
        var least: Int64?
        for taint in taints {
            let matching = tolerations.filter { $0.tolerates(taint) }
            if matching.isEmpty { return 0 }
            for seconds in matching.compactMap(\.tolerationSeconds) {
                least = min(least ?? .max, max(seconds, 0))
            }
        }
        return least
    }

    private static func isOver(_ pod: Pod) -> Bool {
        pod.metadata.deletionTimestamp != nil || pod.status.phase == .succeeded
            || pod.status.phase == .failed
    }

    private func tell(_ message: String, about pod: ObjectReference) {
        registry.schedulerEvents.record(
            .normal, reason: "TaintManagerEviction", message: message, about: pod,
            as: "taint-eviction-controller")
    }

    private func remove(_ pod: Pod) async {
        let metadata = pod.metadata
        tell(
            "Marking for deletion Pod \(metadata.namespace)/\(metadata.name)",
            about: ObjectReference(to: pod))
        do {
            try await registry.markDisrupted(
                metadata.namespace, metadata.name, uid: metadata.uid,
                reason: "DeletionByTaintManager",
                message: "Taint manager: deleting due to NoExecute taint")
            _ = try await registry.delete(
                .pods, namespace: metadata.namespace, name: metadata.name,
                options: DeleteOptions(preconditionUID: metadata.uid))
        } catch let error as APIError where [404, 409].contains(error.code) {
            return
        } catch {
            registry.logger.warning(
                "a Pod that does not tolerate a taint could not be deleted",
                metadata: [
                    "pod": "\(metadata.namespace)/\(metadata.name)", "error": "\(error)",
                ])
        }
    }
}
