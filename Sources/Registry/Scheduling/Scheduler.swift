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
                try await handle(failures, pod)
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

    /// Makes room, or says why there is none.
    private func handle(_ failures: [FitFailure], _ pod: NodeAssignments.WaitingPod) async throws {
        let preempts = pod.footprint.preempts
        var isTried = false
        if preempts, failures.allSatisfy(\.isResolvable) {
            let budgets = try await DisruptionBudgets(registry: registry)
            switch registry.assignments.preemption(
                for: pod.footprint, namespaceLabels: registry.namespaceLabels,
                violating: budgets.violating)
            {
            case .victims(let victims):
                isTried = true
                try await nominate(pod, to: registry.configuration.nodeName)
                for victim in victims { await preempt(victim, for: pod) }
            case .ending: return
            case .none:
                if pod.isNominated { try await nominate(pod, to: nil) }
            }
        }
        let message = SchedulingMessage.unschedulable(
            failures, preempts: preempts, isTried: isTried)
        if message != pod.message || pod.isOutdated { try await explain(message, pod) }
    }

    /// Says who gets the room that is made, before it is: whoever comes meanwhile has to leave it.
    private func nominate(_ pod: NodeAssignments.WaitingPod, to node: String?) async throws {
        registry.assignments.nominate(uid: pod.footprint.uid, node != nil)
        _ = try await registry.modify(.pods, pod.key.namespace, pod.key.name, .status) { present in
            try Self.require(pod, present)
            var present = present
            present.set(node.map { .string($0) }, at: "status", "nominatedNodeName")
            return present
        }
    }

    private func preempt(_ victim: PodFootprint, for pod: NodeAssignments.WaitingPod) async {
        do {
            try await registry.markDisrupted(
                victim.namespace, victim.name, uid: victim.uid, reason: "PreemptionByScheduler",
                message: "default-scheduler: preempting to accommodate a higher priority pod")
            _ = try await registry.delete(
                .pods, namespace: victim.namespace, name: victim.name,
                options: DeleteOptions(preconditionUID: victim.uid))
        } catch let error as APIError where [404, 409].contains(error.code) {
            return
        } catch {
            registry.logger.warning(
                "a Pod could not be preempted",
                metadata: ["pod": "\(victim.namespace)/\(victim.name)", "error": "\(error)"])
            return
        }
        registry.schedulerEvents.record(
            .normal, reason: "Preempted",
            message:
                "Preempted by pod \(pod.footprint.uid) on node \(registry.configuration.nodeName)",
            about: .with {
                $0.kind = ResourceType.pods.kind
                $0.apiVersion = ResourceType.pods.apiVersion
                $0.namespace = victim.namespace
                $0.name = victim.name
                $0.uid = victim.uid
            })
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
                &present, "False", now: now, reason: "Unschedulable", message: message,
                generation: present.generation)
            return present
        }
        if message != pod.message { registry.recordFailure(message, updated) }
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
