import JSON
import KubernetesAPI
import KubernetesClient
import Logging

/// Keeps a node's taints in step with what it says of itself, and has Pods ended that do not tolerate
/// them (kube-controller-manager: `node-lifecycle-controller`).
struct NodeLifecycle: Sendable {
    let registry: Registry

    /// Works until the task is cancelled.
    func run() async {
        await withDiscardingTaskGroup { group in
            var eviction = TaintEviction(registry: registry)
            var isRegistered = false
            // When it is looked at again of itself, and when the machine's other clock says so.
            var alarm: (due: Timestamp, rings: ContinuousClock.Instant)?
            for await _ in registry.assignments.nodeSignals {
                do {
                    let due = try await look(&eviction, &isRegistered)
                    if let due, due != alarm?.due || ContinuousClock.now >= alarm!.rings {
                        alarm = (due, wake(at: due, &group))
                    }
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

    /// - Returns: when that will be; the time of day may be set meanwhile, and not be the one that was
    ///   waited for.
    private func wake(
        at time: Timestamp, _ group: inout DiscardingTaskGroup
    ) -> ContinuousClock.Instant {
        let end = ContinuousClock.now + max(time - registry.configuration.now(), .zero)
        group.addTask {
            try? await Task.sleep(until: end)
            if !Task.isCancelled { registry.assignments.lookAtNode() }
        }
        return end
    }

    /// - Returns: when to look again, where a Pod may stay for a while.
    private func look(
        _ eviction: inout TaintEviction, _ isRegistered: inout Bool
    ) async throws -> Timestamp? {
        let name = registry.configuration.nodeName
        let json: JSONValue
        do {
            json = try await registry.get(.nodes, namespace: nil, name: name)
        } catch let error as APIError where error.code == 404 {
            isRegistered = false
            return nil
        }
        var node = Node(json: json)
        if !isRegistered {
            isRegistered = true
            registry.schedulerEvents.record(
                .normal, reason: "RegisteredNode",
                message: "Node \(name) event: Registered Node \(name) in Controller",
                about: ObjectReference(to: node), as: "node-controller")
        }
        let taints = Self.taints(of: node, now: registry.configuration.now())
        if taints != node.spec.taints {
            node.spec.taints = taints
            // The change comes here again.
            _ = try await registry.update(
                .nodes, namespace: nil, name: name, subresource: nil, object: node.json,
                options: WriteOptions(fieldManager: "kube-controller-manager"))
            return nil
        }
        return try await eviction.look(taints.filter { $0.effect.rawValue == "NoExecute" })
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
                "message": .string(message), "observedGeneration": .integer(pod.generation),
            ])
            pod.set(.array(conditions), at: "status", "conditions")
            return pod
        }
    }
}
