import JSON

/// Objects as rows, the way `kubectl get` shows them.
public struct ResourceTable: Sendable, Hashable {
    public struct Column: Sendable, Hashable {
        public var name: String
        /// An OpenAPI type: `string`, `integer`.
        public var type: String
        /// `name` marks the column that names the object.
        public var format: String
        public var description: String
        /// Columns above 0 are shown with `-o wide` only.
        public var priority: Int

        public init(
            _ name: String, type: String = "string", format: String = "", wide: Bool = false,
            _ description: String
        ) {
            self.name = name
            self.type = type
            self.format = format
            self.description = description
            priority = wide ? 1 : 0
        }
    }

    public struct Row: Sendable, Hashable {
        /// One for each column.
        public var cells: [JSONValue]
        /// `Completed` for what has ended.
        public var conditions: [TableRowCondition]
        public var object: JSONValue

        public init(
            cells: [JSONValue], conditions: [TableRowCondition] = [], object: JSONValue = .null
        ) {
            self.cells = cells
            self.conditions = conditions
            self.object = object
        }
    }

    public var columns: [Column]
    public var rows: [Row]

    public init(columns: [Column], rows: [Row]) {
        self.columns = columns
        self.rows = rows
    }

    /// The table of objects of a type, with ages as of `now`.
    public init(_ type: ResourceType, objects: [JSONValue], now: Timestamp) {
        let printer = type.tablePrinter
        columns = printer.columns
        rows = objects.map { object in
            var row = printer.row(object, now)
            row.object = object
            return row
        }
    }
}

/// How objects of a type are shown.
struct TablePrinter {
    var columns: [ResourceTable.Column]
    /// The row of an object as of a moment.
    var row: @Sendable (JSONValue, Timestamp) -> ResourceTable.Row

    static let name = ResourceTable.Column("Name", format: "name", "Name of the object.")
    static let age = ResourceTable.Column("Age", "Time since the object was created.")
}

extension ResourceType {
    var tablePrinter: TablePrinter {
        switch qualifiedName {
        case "pods": .pods
        case "namespaces": .namespaces
        case "nodes": .nodes
        case "events": .events
        default: .other
        }
    }
}

extension TablePrinter {
    /// A type without columns of its own.
    static let other = TablePrinter(
        columns: [name, ResourceTable.Column("Created At", type: "date", "When it was created.")],
        row: { object, _ in
            let metadata = object["metadata"]
            return ResourceTable.Row(cells: [
                metadata?["name"] ?? "", metadata?["creationTimestamp"] ?? .null,
            ])
        })

    static let namespaces = TablePrinter(
        columns: [
            name, ResourceTable.Column("Status", "Active, or Terminating while it is deleted."),
            age,
        ],
        row: { object, now in
            let namespace = Namespace(json: object)
            return ResourceTable.Row(cells: [
                .string(namespace.metadata.name), .string(namespace.status.phase.rawValue),
                .string(HumanDuration.since(namespace.metadata.creationTimestamp, now: now)),
            ])
        })
}
