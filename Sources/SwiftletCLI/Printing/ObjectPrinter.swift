import JSON
import KubernetesAPI

/// Prints objects as JSON, YAML or names, the way kubectl does.
struct ObjectPrinter: Sendable {
    var format: OutputFormat
    /// Whether `metadata.managedFields`, which hardly anybody reads, stays.
    var showsManagedFields = false

    /// One object by itself: a document of its own where several follow each other.
    func print(_ object: JSONValue) -> String {
        switch format {
        case .json: trimmed(object).kubectlText(indent: 4) + "\n"
        case .yaml: YAMLPrinter.print(trimmed(object))
        case .name, .wide: Self.name(object) + "\n"
        }
    }

    /// Several objects, which JSON and YAML have as one `List`.
    func print(list objects: [JSONValue]) -> String {
        if format == .name || format == .wide { return objects.map(print).joined() }
        return print([
            "apiVersion": "v1", "kind": "List", "metadata": ["resourceVersion": ""],
            "items": .array(objects.map(trimmed)),
        ])
    }

    private func trimmed(_ object: JSONValue) -> JSONValue {
        guard !showsManagedFields, object["metadata"]?["managedFields"] != nil else {
            return object
        }
        var object = object
        object.set(nil, at: "metadata", "managedFields")
        return object
    }

    /// `pod/web`, `deployment.apps/web`
    static func name(_ object: JSONValue) -> String {
        let kind = (object["kind"]?.stringValue ?? "").lowercased()
        let name = object.value(at: "metadata", "name")?.stringValue ?? ""
        let parts = (object["apiVersion"]?.stringValue ?? "").split(separator: "/")
        return parts.count == 2 ? "\(kind).\(parts[0])/\(name)" : "\(kind)/\(name)"
    }
}

extension ResourceType {
    /// `pod`, `deployment.apps`: how messages about one object name its type.
    var singularName: String { group.isEmpty ? singular : "\(singular).\(group)" }
}
