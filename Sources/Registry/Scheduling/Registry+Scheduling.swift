import JSON
import KubernetesAPI
import KubernetesClient
import ObjectStore

extension Registry {
    /// Assigns a new Pod to the node where there is room for it, so that its creation is all that it
    /// waits for; else says why not, and the scheduler tries again when something changes.
    ///
    /// - Parameter reserves: false for a trial.
    func assign(_ pod: inout JSONValue, reserves: Bool) {
        let nodeName = pod.value(at: "spec", "nodeName")?.stringValue ?? ""
        guard nodeName.isEmpty else {
            // Somebody else has decided; the kubelet says whether it can run there.
            if nodeName == configuration.nodeName {
                PodStrategy.setScheduled(&pod, "True", now: configuration.now())
            }
            return
        }
        guard NodeAssignments.isOurs(pod) else { return }
        let footprint = PodFootprint(Pod(json: pod))
        let failures = assignments.place(
            footprint, reserves: reserves, namespaceLabels: namespaceLabels)
        if failures.isEmpty {
            pod.set(.string(configuration.nodeName), at: "spec", "nodeName")
            PodStrategy.setScheduled(&pod, "True", now: configuration.now())
        } else {
            PodStrategy.setScheduled(
                &pod, "False", now: configuration.now(), reason: "Unschedulable",
                message: SchedulingMessage.unschedulable(
                    failures, preempts: footprint.preempts,
                    isTried: assignments.hasLesser(than: footprint)),
                generation: pod.generation)
        }
    }

    /// The labels of a namespace, as far as they can be told at once.
    @Sendable func namespaceLabels(_ namespace: String) -> [String: String] {
        let found = store.resident(ResourceType.namespaces.qualifiedName, name: namespace)
        return (found?.object.metadata("labels")?.objectValue ?? [:])
            .compactMapValues(\.stringValue)
    }

    /// Reports where a Pod was assigned to, or why it was not.
    func recordAssignment(of object: JSONValue) {
        let nodeName = object.value(at: "spec", "nodeName")?.stringValue ?? ""
        let unscheduled = object["status"]?.elements("conditions").first {
            $0.string("type") == "PodScheduled" && $0.string("reason") == "Unschedulable"
        }
        if nodeName == configuration.nodeName {
            schedulerEvents.record(
                .normal, reason: "Scheduled",
                message: "Successfully assigned \(object.namespace)/\(object.name) to "
                    + nodeName, about: Self.reference(to: object))
        } else if !nodeName.isEmpty {
            recordFailure(
                "The Pod asks for node \"\(nodeName)\", and the only node here is "
                    + "\"\(configuration.nodeName)\": leave spec.nodeName out", object)
        } else if let unscheduled {
            recordFailure(unscheduled.string("message"), object)
        }
    }

    /// - Parameter pod: as JSON: reading all of it would cost every new Pod's time.
    private static func reference(to pod: JSONValue) -> ObjectReference {
        .with {
            $0.kind = ResourceType.pods.kind
            $0.apiVersion = ResourceType.pods.apiVersion
            $0.namespace = pod.namespace
            $0.name = pod.name
            $0.uid = pod.uid
            $0.resourceVersion = pod.resourceVersion
        }
    }

    func recordFailure(_ message: String, _ pod: JSONValue) {
        schedulerEvents.record(
            .warning, reason: "FailedScheduling", message: message, about: Self.reference(to: pod))
    }
}
