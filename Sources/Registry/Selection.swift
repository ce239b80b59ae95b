import JSON
import KubernetesAPI
import KubernetesClient

/// Which objects of a type a list or watch is about.
struct Selection: Sendable {
    private let labels: LabelMatcher
    private let fields: FieldSelector

    /// - Throws: `APIError` 400 for a selector that cannot be read.
    init(_ options: ListOptions, type: ResourceType) throws {
        labels = try options.labelSelector.map { try LabelMatcher(parsing: $0) } ?? LabelMatcher()
        fields =
            try options.fieldSelector.map { try FieldSelector(parsing: $0, type: type) }
            ?? FieldSelector()
    }

    /// Whether every object is selected.
    var isEverything: Bool { labels.requirements.isEmpty && fields.requirements.isEmpty }

    /// The only name that is selected, where there is one.
    var name: String? { fields.requiredValue(of: "metadata.name") }

    /// The only namespace that is selected, where there is one.
    var namespace: String? { fields.requiredValue(of: "metadata.namespace") }

    func matches(_ object: JSONValue) -> Bool {
        labels.matches(object) && fields.matches(object)
    }
}
