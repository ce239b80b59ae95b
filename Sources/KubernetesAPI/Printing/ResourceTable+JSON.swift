import JSON

extension ResourceTable {
    /// What a row tells of its object (`?includeObject=`).
    public enum IncludedObject: String, Sendable {
        case none = "None"
        case metadata = "Metadata"
        case object = "Object"
    }

    /// The `Table` of meta.k8s.io/v1.
    ///
    /// - Parameters:
    ///   - listMetadata: `resourceVersion`, `continue`, `remainingItemCount` of the list.
    ///   - includesColumns: a watch names its columns in the first event only.
    public func json(
        including included: IncludedObject = .metadata, listMetadata: JSONValue = [:],
        includesColumns: Bool = true
    ) -> JSONValue {
        [
            "kind": "Table", "apiVersion": "meta.k8s.io/v1", "metadata": listMetadata,
            "columnDefinitions": includesColumns ? .array(columns.map(\.json)) : .null,
            "rows": .array(rows.map { $0.json(including: included) }),
        ]
    }

    /// Reads a `Table`.
    public init(json: JSONValue) {
        columns = (json["columnDefinitions"]?.arrayValue ?? []).map(Column.init(json:))
        rows = (json["rows"]?.arrayValue ?? []).map(Row.init(json:))
    }
}

extension ResourceTable.Column {
    var json: JSONValue {
        [
            "name": .string(name), "type": .string(type), "format": .string(format),
            "description": .string(description), "priority": .integer(Int64(priority)),
        ]
    }

    init(json: JSONValue) {
        let definition = TableColumnDefinition(json: json)
        self.init(
            definition.name, type: definition.type, format: definition.format,
            definition.description)
        priority = Int(definition.priority)
    }
}

extension ResourceTable.Row {
    func json(including included: ResourceTable.IncludedObject) -> JSONValue {
        var row: JSONValue = ["cells": .array(cells)]
        if !conditions.isEmpty { row["conditions"] = conditions.json }
        switch included {
        case .none: break
        case .metadata:
            row["object"] = [
                "kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1",
                "metadata": object["metadata"] ?? [:],
            ]
        case .object: row["object"] = object
        }
        return row
    }

    init(json: JSONValue) {
        let row = TableRow(json: json)
        self.init(
            cells: json["cells"]?.arrayValue ?? [], conditions: row.conditions, object: row.object)
    }
}
