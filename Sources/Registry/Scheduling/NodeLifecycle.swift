import JSON
import KubernetesAPI
import KubernetesClient
import Logging

/// Keeps a node's taints in step with what it says of itself, and ends Pods that do not tolerate
/// them (kube-controller-manager: `node-lifecycle`, `taint-eviction`).
struct NodeLifecycle: Sendable {
    let registry: Registry

    /// Works until the task is cancelled.
    func run() async {
        await withDiscardingTaskGroup { group in
            for await _ in registry.assignments.nodeSignals {
                do {
                    try await look(&group)
                } catch let error as APIError where error.code == 409 {
                    // Somebody else has written it, and so it is looked at again.
                    continue
                } catch {
                    registry.logger.warning(
                        "the node's taints cannot be kept", metadata: ["error": "\(error)"])
                }
            }
            group.cancelAll()
        }
    }

    private func look(_ group: inout DiscardingTaskGroup) async throws {
        let name = registry.configuration.nodeName
        let json: JSONValue
        do {
            json = try await registry.get(.nodes, namespace: nil, name: name)
        } catch let error as APIError where error.code == 404 {
            return
        }
        var node = Node(json: json)
        let taints = Self.taints(of: node, now: registry.configuration.now())
        if taints != node.spec.taints {
            node.spec.taints = taints
            // The change comes here again.
            _ = try await registry.update(
                .nodes, namespace: nil, name: name, subresource: nil, object: node.json,
                options: WriteOptions(fieldManager: "kube-controller-manager"))
            return
        }
        let executing = taints.filter { $0.effect.rawValue == "NoExecute" }
        if !executing.isEmpty { try await evict(executing, &group) }
    }

    /// Conditions by the key of their taint.
    private static let managed = [
        "node.kubernetes.io/memory-pressure": "MemoryPressure",
        "node.kubernetes.io/disk-pressure": "DiskPressure",
        "node.kubernetes.io/pid-pressure": "PIDPressure",
    ]

    static func taints(of node: Node, now: Timestamp) -> [Taint] {
        var wanted: [String] = managed.filter { _, condition in
            node.status.conditions.contains {
                $0.type.rawValue == condition && $0.status.rawValue == "True"
            }
        }.keys.sorted()
        if node.spec.unschedulable { wanted.append(NodeFit.unschedulableTaint.key) }
        let isManaged = { (taint: Taint) in
            taint.effect.rawValue == "NoSchedule"
                && (managed[taint.key] != nil || taint.key == NodeFit.unschedulableTaint.key)
        }
        let kept = node.spec.taints.filter { !isManaged($0) || wanted.contains($0.key) }
        let missing = wanted.filter { key in
            !kept.contains { $0.key == key && isManaged($0) }
        }
        return kept
            + missing.map { key in
                .with {
                    $0.key = key
                    $0.effect = "NoSchedule"
                    $0.timeAdded = now.truncatedToSeconds
                }
            }
    }

    // MARK: - NoExecute

    private func evict(_ taints: [Taint], _ group: inout DiscardingTaskGroup) async throws {
        let pods = try await registry.list(
            .pods, namespace: nil,
            options: ListOptions(
                fieldSelector: "spec.nodeName=\(registry.configuration.nodeName)"))
        for pod in pods.items.map({ Pod(json: $0) })
        where pod.metadata.deletionTimestamp == nil && pod.status.phase != .succeeded
            && pod.status.phase != .failed
        {
            switch Self.patience(pod.spec.tolerations, with: taints) {
            case nil: continue
            case 0: await remove(pod)
            case let seconds?:
                let added = taints.compactMap(\.timeAdded).min() ?? registry.configuration.now()
                let left = added + .seconds(seconds) - registry.configuration.now()
                group.addTask {
                    try? await Task.sleep(for: max(left, .zero))
                    if !Task.isCancelled, await self.isStillDue(pod) { await remove(pod) }
                }
            }
        }
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

    /// The taint may have gone, or the toleration may have come, meanwhile.
    private func isStillDue(_ pod: Pod) async -> Bool {
        let node = try? await registry.get(
            .nodes, namespace: nil, name: registry.configuration.nodeName)
        let taints = node.map { Node(json: $0).spec.taints } ?? []
        return Self.patience(
            pod.spec.tolerations, with: taints.filter { $0.effect.rawValue == "NoExecute" }) != nil
    }

    private func remove(_ pod: Pod) async {
        let metadata = pod.metadata
        registry.schedulerEvents.record(
            .normal, reason: "TaintManagerEviction",
            message: "Marking for deletion Pod \(metadata.namespace)/\(metadata.name)",
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

extension Registry {
    /// Sets the condition `DisruptionTarget` of a Pod that is about to be deleted for others' sake.
    func markDisrupted(
        _ namespace: String, _ name: String, uid: String, reason: String, message: String
    ) async throws {
        let now = configuration.now()
        _ = try await modify(.pods, namespace, name, .status) { present in
            guard present.uid == uid else { throw APIError.notFound(.pods, name: name) }
            var pod = present
            var conditions = pod.value(at: "status", "conditions")?.arrayValue ?? []
            conditions.removeAll { $0["type"]?.stringValue == "DisruptionTarget" }
            conditions.append([
                "type": "DisruptionTarget", "status": "True", "lastProbeTime": .null,
                "lastTransitionTime": now.json, "reason": .string(reason),
                "message": .string(message),
            ])
            pod.set(.array(conditions), at: "status", "conditions")
            return pod
        }
    }
}
