import JSON
import KubernetesAPI

/// A namespace in detail.
struct NamespaceDescription {
    private let namespace: Namespace
    private let quotas: [JSONValue]
    private let ranges: [JSONValue]

    /// - Parameters:
    ///   - quotas: its ResourceQuotas.
    ///   - ranges: its LimitRanges.
    init(_ namespace: Namespace, quotas: [JSONValue] = [], ranges: [JSONValue] = []) {
        self.namespace = namespace
        self.quotas = quotas
        self.ranges = ranges
    }

    var text: String {
        var text = DescriptionText()
        text.field("Name", namespace.metadata.name)
        text.labels("Labels", namespace.metadata.labels)
        text.annotations(namespace.metadata.annotations)
        text.field("Status", namespace.status.phase.rawValue)
        if !namespace.status.conditions.isEmpty {
            text.line("Conditions:")
            text.line("Type\tStatus\tReason\tMessage", level: 1)
            for condition in namespace.status.conditions {
                text.line(
                    "\(condition.type.rawValue)\t\(condition.status.rawValue)\t\(condition.reason)\t"
                        + condition.message, level: 1)
            }
        }
        QuotaDescription.add(quotas: quotas, ranges: ranges, to: &text)
        return text.aligned
    }
}
