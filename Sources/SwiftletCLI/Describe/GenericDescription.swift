import JSON
import KubernetesAPI

/// An object of a kind that has no layout of its own: its metadata, then its members as YAML.
struct GenericDescription {
    private let object: JSONValue
    private let events: [Event]?
    private let now: Timestamp

    init(_ object: JSONValue, events: [Event]?, now: Timestamp) {
        self.object = object
        self.events = events
        self.now = now
    }

    var text: String {
        let metadata = ObjectMeta(json: object["metadata"] ?? .null)
        var head = DescriptionText()
        head.field("Name", metadata.name)
        head.field("Namespace", metadata.namespace.isEmpty ? "<none>" : metadata.namespace)
        head.labels("Labels", metadata.labels)
        head.annotations(metadata.annotations)
        head.field("API Version", object["apiVersion"]?.stringValue ?? "")
        head.field("Kind", object["kind"]?.stringValue ?? "")
        var rest = object
        for key in ["metadata", "apiVersion", "kind"] { rest[key] = nil }
        var tail = DescriptionText()
        if let events { EventsDescription.add(events, now: now, to: &tail) }
        let body = rest == .object([:]) ? "" : YAMLPrinter.print(rest)
        return head.aligned + body + tail.aligned
    }
}
