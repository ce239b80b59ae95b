import JSON

/// Objects as the server prints them: a `Table` of `meta.k8s.io/v1`.
public struct ServerTable: Sendable, Hashable {
    public struct Column: Sendable, Hashable {
        public var name: String
        /// 0 for columns that are always shown, more for those of `-o wide`.
        public var priority: Int

        public init(name: String, priority: Int = 0) {
            self.name = name
            self.priority = priority
        }
    }

    public struct Row: Sendable, Hashable {
        public var cells: [JSONValue]
        /// The object, or its metadata alone (`PartialObjectMetadata`).
        public var object: JSONValue

        public init(cells: [JSONValue], object: JSONValue = .null) {
            self.cells = cells
            self.object = object
        }
    }

    /// Empty in all but the first event of a watch.
    public var columns: [Column]
    public var rows: [Row]
    public var resourceVersion: String
    /// Set where more rows can be asked for.
    public var continueToken: String?

    public init(
        columns: [Column], rows: [Row], resourceVersion: String = "", continueToken: String? = nil
    ) {
        self.columns = columns
        self.rows = rows
        self.resourceVersion = resourceVersion
        self.continueToken = continueToken
    }

    /// Reads a `Table`; nil for anything else.
    public init?(json: JSONValue) {
        guard json["kind"] == "Table" else { return nil }
        let metadata = json["metadata"]
        self.init(
            columns: (json["columnDefinitions"]?.arrayValue ?? []).map {
                Column(
                    name: $0["name"]?.stringValue ?? "",
                    priority: $0["priority"]?.integerValue.map(Int.init) ?? 0)
            },
            rows: (json["rows"]?.arrayValue ?? []).map {
                Row(cells: $0["cells"]?.arrayValue ?? [], object: $0["object"] ?? .null)
            },
            resourceVersion: metadata?["resourceVersion"]?.stringValue ?? "",
            continueToken: metadata?["continue"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 })
    }
}
