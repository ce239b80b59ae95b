import JSON

/// What Pods and the node use, in the columns of metrics-server.
extension TablePrinter {
    private static let columns = [
        name, ResourceTable.Column("cpu", format: "quantity", "Cores."),
        ResourceTable.Column("memory", format: "quantity", "Bytes of the working set."),
        ResourceTable.Column("Window", format: "duration", "How long was measured."),
    ]

    static let podMetrics = TablePrinter(columns: columns) { object, _ in
        row(object, (object["containers"]?.arrayValue ?? []).map { $0["usage"] })
    }

    static let nodeMetrics = TablePrinter(columns: columns) { object, _ in
        row(object, [object["usage"]])
    }

    private static func row(_ object: JSONValue, _ usages: [JSONValue?]) -> ResourceTable.Row {
        func sum(_ resource: String) -> JSONValue {
            let amounts = usages.compactMap { $0?[resource].flatMap(Quantity.init(checking:)) }
            guard let first = amounts.first else { return "0" }
            return .string(amounts.dropFirst().reduce(first, +).canonical)
        }
        return ResourceTable.Row(cells: [
            object.value(at: "metadata", "name") ?? "", sum("cpu"), sum("memory"),
            object["window"] ?? "",
        ])
    }
}
