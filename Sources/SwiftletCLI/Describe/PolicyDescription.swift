import JSON
import KubernetesAPI

/// PriorityClasses and PodDisruptionBudgets in detail.
enum PolicyDescription {
    static func priorityClass(_ object: JSONValue, events: [Event]?, now: Timestamp) -> String {
        var text = DescriptionText()
        let metadata = ObjectMeta(json: object["metadata"] ?? .null)
        text.field("Name", metadata.name)
        text.field("Value", object["value"]?.shortText ?? "0")
        text.field("GlobalDefault", object["globalDefault"]?.shortText ?? "false")
        text.field(
            "PreemptionPolicy", object["preemptionPolicy"]?.stringValue ?? "PreemptLowerPriority")
        text.field("Description", object["description"]?.stringValue ?? "")
        text.annotations(metadata.annotations)
        text.events(events, now: now)
        return text.aligned
    }

    static func disruptionBudget(_ object: JSONValue, events: [Event]?, now: Timestamp) -> String {
        let spec = object["spec"] ?? .null
        let status = object["status"] ?? .null
        var text = DescriptionText()
        text.identity(of: object, withLabels: false)
        text.optional("Min available", spec["minAvailable"]?.shortText)
        text.optional("Max unavailable", spec["maxUnavailable"]?.shortText)
        text.field("Selector", spec["selector"]?.selectorText ?? "<unset>")
        text.line("Status:")
        for (name, member) in [
            ("Allowed disruptions", "disruptionsAllowed"), ("Current", "currentHealthy"),
            ("Desired", "desiredHealthy"), ("Total", "expectedPods"),
        ] { text.field(name, status[member]?.shortText ?? "0", level: 2) }
        text.events(events, now: now)
        return text.aligned
    }
}
