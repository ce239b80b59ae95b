import JSON
import KubernetesAPI

/// Pods: defaults, the assignment to the node, and graceful deletion.
struct PodStrategy: ResourceStrategy {
    let configuration: RegistryConfiguration

    var countsGenerations: Bool { true }

    func applyDefaults(to pod: inout JSONValue) {
        PodDefaults.apply(to: &pod)
    }

    func dropDisabledFields(of pod: inout JSONValue, old: JSONValue?) -> [String] {
        guard var spec = pod["spec"] else { return [] }
        let dropped = DisabledFields.drop(from: &spec, at: "spec", old: old?["spec"])
        if !dropped.isEmpty { pod["spec"] = spec }
        return dropped
    }

    func prepareForCreate(_ pod: inout JSONValue, now: Timestamp) {
        PodPreparation.apply(to: &pod)
        pod["status"] = [
            "phase": "Pending",
            "qosClass": QualityOfService.of(spec: pod["spec"] ?? .null).json,
        ]
        noteGates(&pod, now: now)
    }

    func prepareForUpdate(_ pod: inout JSONValue, from old: JSONValue, now: Timestamp) {
        PodAdmission.keepAdditions(to: &pod, from: old)
        noteGates(&pod, now: now)
    }

    func validate(_ pod: JSONValue) throws {
        try refuse(pod, PodValidation.validate(pod))
    }

    func validateUpdate(_ pod: JSONValue, from old: JSONValue) throws {
        try refuse(pod, PodValidation.validateUpdate(pod, from: old))
    }

    func prepareForStatusUpdate(_ pod: inout JSONValue, from old: JSONValue) {
        // Some clients write a status without what they do not know.
        for member in ["qosClass", "observedGeneration"]
        where pod.value(at: "status", member) == nil {
            pod.set(old.value(at: "status", member), at: "status", member)
        }
    }

    func validateStatusUpdate(_ pod: JSONValue, from old: JSONValue) throws {
        try refuse(pod, PodValidation.validateStatusUpdate(pod, from: old))
    }

    private func refuse(_ pod: JSONValue, _ errors: [FieldError]) throws {
        if let error = APIError.invalid(.pods, name: pod.name, errors) { throw error }
    }

    func warnings(for pod: JSONValue) throws -> [String] {
        PodWarnings.warnings(for: pod) + (try configuration.reviewPod(pod))
    }

    /// Says why a Pod with scheduling gates has no node; without them the scheduler chooses one.
    private func noteGates(_ pod: inout JSONValue, now: Timestamp) {
        guard Self.isGated(pod) else { return }
        Self.setScheduled(
            &pod, "False", now: now, reason: "SchedulingGated",
            message: "Scheduling is blocked due to non-empty scheduling gates")
    }

    static func isGated(_ pod: JSONValue) -> Bool {
        !(pod.value(at: "spec", "schedulingGates")?.arrayValue ?? []).isEmpty
    }

    /// A Pod with the node that a scheduler chose for it.
    ///
    /// - Throws: `APIError` 409 for a Pod that has one.
    static func bound(_ pod: JSONValue, to node: String, now: Timestamp) throws -> JSONValue {
        if pod.isBeingDeleted {
            throw APIError.conflict(
                .pods, name: pod.name,
                "pod \(pod.name) is being deleted, cannot be assigned to a host")
        }
        let present = pod.value(at: "spec", "nodeName")?.stringValue ?? ""
        if !present.isEmpty {
            throw APIError.conflict(
                .pods, name: pod.name,
                "pod \(pod.name) is already assigned to node \"\(present)\"")
        }
        if isGated(pod) {
            throw APIError.conflict(
                .pods, name: pod.name, "pod \(pod.name) has non-empty .spec.schedulingGates")
        }
        var pod = pod
        pod.set(.string(node), at: "spec", "nodeName")
        // It has what it was to have.
        pod.set(nil, at: "status", "nominatedNodeName")
        setScheduled(&pod, "True", now: now)
        return pod
    }

    /// Sets the condition `PodScheduled` where it is not so yet.
    ///
    /// - Parameter generation: that of the Pod that was looked at; nil says nothing of it.
    static func setScheduled(
        _ pod: inout JSONValue, _ status: String, now: Timestamp, reason: String? = nil,
        message: String? = nil, generation: Int64? = nil
    ) {
        var conditions = pod.value(at: "status", "conditions")?.arrayValue ?? []
        let present = conditions.firstIndex { $0["type"]?.stringValue == "PodScheduled" }
        let old = present.map { conditions[$0] }
        let isSame = old?["status"]?.stringValue == status
        if isSame, old?["reason"]?.stringValue == reason,
            old?["message"]?.stringValue == message,
            old?["observedGeneration"]?.integerValue == generation
        {
            return
        }
        var condition: JSONValue = [
            "type": "PodScheduled", "status": .string(status), "lastProbeTime": .null,
            "lastTransitionTime": (isSame ? old?["lastTransitionTime"] : nil) ?? now.json,
        ]
        condition["observedGeneration"] = generation.map { .integer($0) }
        condition["reason"] = reason.map { .string($0) }
        condition["message"] = message.map { .string($0) }
        if let present { conditions[present] = condition } else { conditions.append(condition) }
        pod.set(.array(conditions), at: "status", "conditions")
    }

    /// The Pod's own seconds, unless nobody runs it (CheckGracefulDelete in pkg/registry/core/pod). A
    /// Pod of a node that is not this machine has no kubelet that would finish its deletion.
    func gracePeriod(of pod: JSONValue, asked: Int64?) -> Int64 {
        let phase = pod.value(at: "status", "phase")?.stringValue ?? ""
        let nodeName = pod.value(at: "spec", "nodeName")?.stringValue
        if nodeName != configuration.nodeName || ["Succeeded", "Failed"].contains(phase) {
            return 0
        }
        let seconds =
            asked ?? pod.value(at: "spec", "terminationGracePeriodSeconds")?.integerValue ?? 0
        return seconds < 0 ? 1 : seconds
    }
}
