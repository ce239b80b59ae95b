import JSON
import KubernetesAPI
import KubernetesClient
import Logging
import ObjectStore

/// Finds places for the Pods that had none when they were made: each time one ends, the node changes
/// or a gate is gone, in the order of their priorities.
struct Scheduler: Sendable {
    let registry: Registry

    /// Works until the task is cancelled.
    func run() async {
        for await _ in registry.assignments.signals {
            for pod in registry.assignments.waiting {
                if Task.isCancelled { return }
                await schedule(pod)
            }
        }
    }

    private func schedule(_ pod: NodeAssignments.WaitingPod) async {
        let uid = pod.footprint.uid
        let found = registry.assignments.placeWaiting(
            uid: uid, namespaceLabels: registry.namespaceLabels)
        guard let failures = found else { return }
        do {
            if failures.isEmpty {
                try await bind(pod)
            } else {
                let message = SchedulingMessage.unschedulable(
                    failures, preempts: pod.footprint.preempts)
                if message != pod.message { try await explain(message, pod) }
            }
        } catch {
            registry.assignments.releaseWaiting(uid: uid)
            // It is gone, or has been given a place by somebody else.
            if let refusal = error as? APIError, [404, 409].contains(refusal.code) { return }
            registry.logger.warning(
                "a Pod could not be scheduled",
                metadata: ["pod": "\(pod.key.namespace)/\(pod.key.name)", "error": "\(error)"])
        }
    }

    private func bind(_ pod: NodeAssignments.WaitingPod) async throws {
        let node = registry.configuration.nodeName
        let now = registry.configuration.now()
        _ = try await registry.modify(.pods, pod.key.namespace, pod.key.name, .binding) {
            try Self.require(pod, $0)
            return try PodStrategy.bound($0, to: node, now: now)
        }
    }

    private func explain(_ message: String, _ pod: NodeAssignments.WaitingPod) async throws {
        registry.assignments.note(message, ofWaiting: pod.footprint.uid)
        let now = registry.configuration.now()
        let updated = try await registry.modify(
            .pods, pod.key.namespace, pod.key.name, .status
        ) { present in
            try Self.require(pod, present)
            var present = present
            PodStrategy.setScheduled(
                &present, "False", now: now, reason: "Unschedulable", message: message)
            return present
        }
        registry.recordFailure(message, updated)
    }

    /// Another Pod may have the name meanwhile.
    private static func require(
        _ pod: NodeAssignments.WaitingPod, _ present: JSONValue
    ) throws {
        guard present.uid == pod.footprint.uid, !present.isBeingDeleted else {
            throw APIError.notFound(.pods, name: pod.key.name)
        }
    }
}
