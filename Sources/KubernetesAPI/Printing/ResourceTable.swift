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
    /// What the cells are made from.
    var fields = JSONProjection.members(
        ["metadata": .members(["managedFields": .nothing], others: .all)], others: .all)
    /// The row of an object as of a moment.
    var row: @Sendable (JSONValue, Timestamp) -> ResourceTable.Row

    static let name = ResourceTable.Column("Name", format: "name", "Name of the object.")
    static let age = ResourceTable.Column("Age", "Time since the object was created.")
}

extension ResourceType {
    var tablePrinter: TablePrinter { TablePrinter.byResource[qualifiedName] ?? .other }
}

extension TablePrinter {
    /// By the qualified name of the resource. What is missing has no columns of its own in
    /// Kubernetes either: LimitRanges, Roles and ClusterRoles.
    static let byResource: [String: TablePrinter] = [
        "pods": .pods, "podtemplates": .podTemplates, "namespaces": .namespaces, "nodes": .nodes,
        "events": .events, "events.events.k8s.io": .eventsV1, "configmaps": .configMaps,
        "secrets": .secrets, "serviceaccounts": .serviceAccounts, "services": .services,
        "endpoints": .endpoints, "endpointslices.discovery.k8s.io": .endpointSlices,
        "persistentvolumes": .persistentVolumes,
        "persistentvolumeclaims": .persistentVolumeClaims, "resourcequotas": .resourceQuotas,
        "poddisruptionbudgets.policy": .podDisruptionBudgets,
        "priorityclasses.scheduling.k8s.io": .priorityClasses,
        "runtimeclasses.node.k8s.io": .runtimeClasses,
        "leases.coordination.k8s.io": .leases,
        "pods.metrics.k8s.io": .podMetrics, "nodes.metrics.k8s.io": .nodeMetrics,
        "rolebindings.rbac.authorization.k8s.io": .roleBindings,
        "clusterrolebindings.rbac.authorization.k8s.io": .clusterRoleBindings,
    ]

    /// A printer for objects that are read into a type first.
    init<Object: KubernetesObject>(
        _ type: Object.Type, columns: [ResourceTable.Column],
        cells: @escaping @Sendable (Object, Timestamp) -> [JSONValue]
    ) {
        self.init(columns: columns) { object, now in
            ResourceTable.Row(cells: cells(Object(json: object), now))
        }
    }

    static func age(_ metadata: ObjectMeta, _ now: Timestamp) -> JSONValue {
        .string(HumanDuration.since(metadata.creationTimestamp, now: now))
    }

    static func count(_ number: Int) -> JSONValue { .integer(Int64(number)) }

    static func text(_ text: String) -> JSONValue { .string(text) }

    static func orNone(_ text: String) -> String { text.isEmpty ? "<none>" : text }

    /// At most three of the texts, and how many there are besides.
    static func firstThree(_ texts: [String], none: String) -> String {
        if texts.isEmpty { return none }
        let shown = texts.prefix(3).joined(separator: ",")
        return texts.count > 3 ? "\(shown) + \(texts.count - 3) more..." : shown
    }

    /// `a=1,b=2`
    static func labels(_ labels: [String: String]) -> String {
        orNone(labels.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: ","))
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
        Namespace.self,
        columns: [
            name, ResourceTable.Column("Status", "Active, or Terminating while it is deleted."),
            age,
        ]
    ) { namespace, now in
        [
            text(namespace.metadata.name), namespace.status.phase.json,
            age(namespace.metadata, now),
        ]
    }
}
