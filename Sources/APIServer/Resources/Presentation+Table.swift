import JSON
import KubernetesAPI

extension Presentation {
    /// - Parameter metadata: of the list.
    func table(_ objects: [JSONValue], metadata: JSONValue, withColumns: Bool) -> JSONValue {
        [
            "kind": "Table", "apiVersion": "meta.k8s.io/v1", "metadata": metadata,
            "columnDefinitions": withColumns ? Self.columns : [],
            "rows": .array(objects.map(row)),
        ]
    }

    private static let columns: JSONValue = [
        [
            "name": "Name", "type": "string", "format": "name",
            "description": "Name of the object.",
            "priority": 0,
        ]
    ]

    private func row(_ object: JSONValue) -> JSONValue {
        var row: JSONValue = ["cells": [object.value(at: "metadata", "name") ?? ""]]
        switch tableRowObject {
        case .none: break
        case .metadata: row["object"] = Self.partialMetadata(object)
        case .object: row["object"] = object
        }
        return row
    }
}
