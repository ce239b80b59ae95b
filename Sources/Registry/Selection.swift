import JSON
import KubernetesAPI
import KubernetesClient
import ObjectStore

/// Which objects of a type a list or watch is about.
struct Selection: Sendable {
    private let labels: LabelMatcher
    private let fields: FieldSelector
    /// Each of these is in the text of every object that matches.
    let requiredTexts: [[UInt8]]

    /// - Throws: `APIError` 400 for a selector that cannot be read.
    init(_ options: ListOptions, type: ResourceType) throws {
        labels = try options.labelSelector.map { try LabelMatcher(parsing: $0) } ?? LabelMatcher()
        fields =
            try options.fieldSelector.map { try FieldSelector(parsing: $0, type: type) }
            ?? FieldSelector()
        requiredTexts =
            (labels.requiredValues + fields.requiredValues).map { name, value in
                var text = JSONValue.string(name).serializedBytes()
                text.append(UInt8(ascii: ":"))
                JSONValue.string(value).serialize(to: &text)
                return text
            }
    }

    /// Whether a stored object is worth reading: false for one that does not match. Looking for the
    /// texts of a selector costs a hundredth of reading an object.
    func mayMatch(_ object: StoredBytes) -> Bool {
        requiredTexts.allSatisfy(object.contains)
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
