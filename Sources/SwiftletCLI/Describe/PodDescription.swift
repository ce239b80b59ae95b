import JSON
import KubernetesAPI

/// A Pod in detail, laid out as `kubectl describe pod` does.
struct PodDescription {
    private let pod: Pod
    private let events: [Event]?
    private let now: Timestamp

    /// - Parameter events: nil leaves the section out.
    init(_ pod: Pod, events: [Event]?, now: Timestamp) {
        self.pod = pod
        self.events = events
        self.now = now
    }

    var text: String {
        var text = DescriptionText()
        addIdentity(to: &text)
        addStatus(to: &text)
        addNetwork(to: &text)
        addContainers(to: &text)
        addReadinessGates(to: &text)
        addConditions(to: &text)
        VolumeDescription.add(pod.spec.volumes, to: &text)
        text.optional("QoS Class", pod.status.qosClass.rawValue)
        text.labels("Node-Selectors", pod.spec.nodeSelector)
        text.multiline("Tolerations", pod.spec.tolerations.map(Self.toleration))
        addSpread(to: &text)
        if let events { EventsDescription.add(events, now: now, to: &text) }
        return text.aligned
    }

    private func addIdentity(to text: inout DescriptionText) {
        text.field("Name", pod.metadata.name)
        text.field("Namespace", pod.metadata.namespace)
        text.optional("Priority", pod.spec.priority.map { String($0) })
        text.optional("Priority Class Name", pod.spec.priorityClassName)
        text.optional("Runtime Class Name", pod.spec.runtimeClassName)
        text.optional("Service Account", pod.spec.serviceAccountName)
        let node = pod.spec.nodeName
        text.field("Node", node.isEmpty ? "<none>" : "\(node)/\(pod.status.hostIP)")
        if let start = pod.status.startTime {
            text.field("Start Time", DescriptionText.date(start))
        }
        text.labels("Labels", pod.metadata.labels)
        text.annotations(pod.metadata.annotations)
    }

    private func addStatus(to text: inout DescriptionText) {
        let isOver = pod.status.phase == .failed || pod.status.phase == .succeeded
        if let deletion = pod.metadata.deletionTimestamp, !isOver {
            text.field("Status", "Terminating (lasts \(HumanDuration.since(deletion, now: now)))")
            if let grace = pod.metadata.deletionGracePeriodSeconds {
                text.field("Termination Grace Period", "\(grace)s")
            }
        } else {
            text.field("Status", pod.status.phase.rawValue)
        }
        text.optional("Reason", pod.status.reason)
        text.optional("Message", pod.status.message)
        if let profile = pod.spec.securityContext?.seccompProfile {
            text.field("SeccompProfile", profile.type.rawValue)
            text.optional("LocalhostProfile", profile.localhostProfile)
        }
    }

    private func addNetwork(to text: inout DescriptionText) {
        text.field("IP", pod.status.podIP)
        if pod.status.podIPs.isEmpty {
            text.field("IPs", "<none>")
        } else {
            text.line("IPs:")
            for address in pod.status.podIPs { text.field("IP", address.ip, level: 1) }
        }
        if let owner = pod.metadata.ownerReferences.first(where: { $0.controller == true }) {
            text.field("Controlled By", "\(owner.kind)/\(owner.name)")
        }
        text.optional("NominatedNodeName", pod.status.nominatedNodeName)
        guard let resources = pod.spec.resources else { return }
        text.line("Resources:")
        text.resources("Limits", resources.limits, level: 1)
        text.resources("Requests", resources.requests, level: 1)
    }

    private func addContainers(to text: inout DescriptionText) {
        if !pod.spec.initContainers.isEmpty {
            ContainersDescription(
                pod: pod, containers: pod.spec.initContainers,
                statuses: pod.status.initContainerStatuses
            ).add(titled: "Init Containers", to: &text)
        }
        ContainersDescription(
            pod: pod, containers: pod.spec.containers, statuses: pod.status.containerStatuses
        ).add(titled: "Containers", to: &text)
        guard !pod.spec.ephemeralContainers.isEmpty else { return }
        ContainersDescription(
            pod: pod, containers: pod.spec.ephemeralContainers.map { Container(json: $0.json) },
            statuses: pod.status.ephemeralContainerStatuses
        ).add(titled: "Ephemeral Containers", to: &text)
    }

    private func addReadinessGates(to text: inout DescriptionText) {
        guard !pod.spec.readinessGates.isEmpty else { return }
        text.line("Readiness Gates:")
        text.line("Type\tStatus", level: 1)
        for gate in pod.spec.readinessGates.map(\.conditionType) {
            let status = pod.status.conditions.first { $0.type == gate }?.status.rawValue
            text.line("\(gate.rawValue) \t\(status ?? "<none>") ", level: 1)
        }
    }

    private func addConditions(to text: inout DescriptionText) {
        guard !pod.status.conditions.isEmpty else { return }
        text.line("Conditions:")
        text.line("Type\tStatus", level: 1)
        for condition in pod.status.conditions {
            text.line("\(condition.type.rawValue) \t\(condition.status.rawValue) ", level: 1)
        }
    }

    private func addSpread(to text: inout DescriptionText) {
        let constraints = pod.spec.topologySpreadConstraints.map { constraint in
            let key = constraint["topologyKey"]?.stringValue ?? ""
            let action = constraint["whenUnsatisfiable"]?.stringValue ?? ""
            let skew = constraint["maxSkew"]?.integerValue ?? 0
            let selector = constraint["labelSelector"].map { " for selector \($0.selectorText)" }
            return (key, "\(key):\(action) when max skew \(skew) is exceeded\(selector ?? "")")
        }
        guard !constraints.isEmpty else { return }
        text.multiline(
            "Topology Spread Constraints", constraints.sorted { $0.0 < $1.0 }.map(\.1))
    }

    private static func toleration(_ toleration: Toleration) -> String {
        var text = toleration.key
        if !toleration.value.isEmpty { text += "=\(toleration.value)" }
        if !toleration.effect.isEmpty { text += ":\(toleration.effect.rawValue)" }
        if toleration.operator == .exists, toleration.value.isEmpty {
            text += text.isEmpty ? "op=Exists" : " op=Exists"
        }
        if let seconds = toleration.tolerationSeconds { text += " for \(seconds)s" }
        return text
    }
}
