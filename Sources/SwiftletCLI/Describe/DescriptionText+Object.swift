import JSON
import KubernetesAPI

/// What descriptions of objects have in common.
extension DescriptionText {
    /// Name, namespace (where the object has one), labels and annotations.
    mutating func identity(of object: JSONValue, withLabels: Bool = true) {
        let metadata = ObjectMeta(json: object["metadata"] ?? .null)
        field("Name", metadata.name)
        optional("Namespace", metadata.namespace)
        guard withLabels else { return }
        labels("Labels", metadata.labels)
        annotations(metadata.annotations)
    }

    /// The events at the end; nothing where they were not asked for.
    mutating func events(_ events: [Event]?, now: Timestamp) {
        if let events { EventsDescription.add(events, now: now, to: &self) }
    }

    /// Headings, and dashes below them.
    mutating func headings(_ names: [String], dashes: [String]? = nil, level: Int = 0) {
        line(names.joined(separator: "\t"), level: level)
        let dashes = dashes ?? names.map { String(repeating: "-", count: $0.count) }
        line(dashes.joined(separator: "\t"), level: level)
    }
}

extension JSONValue {
    /// The strings of a list.
    var strings: [String] { (arrayValue ?? []).map(\.shortText) }

    /// The members of an object whose values are strings.
    var stringMembers: [String: String] { (objectValue ?? [:]).compactMapValues(\.stringValue) }

    /// The members of an object in the order of their names.
    var sortedMembers: [(key: String, value: JSONValue)] {
        (objectValue ?? [:]).sorted { $0.key < $1.key }
    }

    /// A string as it is, anything else as JSON.
    var shortText: String { stringValue ?? serialized() }

    /// A label selector as kubectl prints it: `app=web,tier in (a,b)`; `<none>` for an empty one.
    var selectorText: String {
        let labels = (self["matchLabels"]?.stringMembers ?? [:]).sorted { $0.key < $1.key }
            .map { "\($0.key)=\($0.value)" }
        let expressions = (self["matchExpressions"]?.arrayValue ?? []).map { expression in
            let key = expression["key"]?.stringValue ?? ""
            let values = "(" + (expression["values"]?.strings ?? []).joined(separator: ",") + ")"
            return switch expression["operator"]?.stringValue {
            case "In": "\(key) in \(values)"
            case "NotIn": "\(key) notin \(values)"
            case "DoesNotExist": "!\(key)"
            default: key
            }
        }
        let all = labels + expressions
        return all.isEmpty ? "<none>" : all.joined(separator: ",")
    }
}
