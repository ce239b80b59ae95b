import JSON

extension TablePrinter {
    static let events = TablePrinter(
        columns: eventColumns, row: { object, now in eventRow(Event(json: object), now) })

    /// The Events of `events.k8s.io` look the same.
    static let eventsV1 = TablePrinter(
        columns: eventColumns,
        row: { object, now in eventRow(Event(json: EventConversion.toCore(object)), now) })

    private static let eventColumns = [
        ResourceTable.Column("Last Seen", "Time since it happened last."),
        ResourceTable.Column("Type", "Normal or Warning."),
        ResourceTable.Column("Reason", "Why, in one word."),
        ResourceTable.Column("Object", "What it happened to."),
        ResourceTable.Column("Subobject", wide: true, "The part of the object."),
        ResourceTable.Column("Source", wide: true, "Who reports it."),
        ResourceTable.Column("Message", "What happened."),
        ResourceTable.Column("First Seen", wide: true, "Time since it happened first."),
        ResourceTable.Column("Count", type: "integer", wide: true, "How often it happened."),
        ResourceTable.Column("Name", format: "name", wide: true, "Name of the event."),
    ]

    private static func eventRow(_ event: Event, _ now: Timestamp) -> ResourceTable.Row {
        let first = event.firstTimestamp ?? event.eventTime
        let last = event.series?.lastObservedTime ?? event.lastTimestamp ?? first
        let count = event.series.map { Int64($0.count) } ?? max(Int64(event.count), 1)
        return ResourceTable.Row(cells: [
            .string(HumanDuration.since(last, now: now)), .string(event.type),
            .string(event.reason), .string(target(of: event)),
            .string(event.involvedObject.fieldPath), .string(source(of: event)),
            .string(event.message.trimmingWhitespace),
            .string(HumanDuration.since(first, now: now)), .integer(count),
            .string(event.metadata.name),
        ])
    }

    private static func target(of event: Event) -> String {
        let kind = event.involvedObject.kind.lowercased()
        let name = event.involvedObject.name
        return name.isEmpty ? kind : "\(kind)/\(name)"
    }

    private static func source(of event: Event) -> String {
        let source = event.source
        let component = source.component.isEmpty ? event.reportingComponent : source.component
        let instance = source.host.isEmpty ? event.reportingInstance : source.host
        return instance.isEmpty ? component : "\(component), \(instance)"
    }
}

extension String {
    fileprivate var trimmingWhitespace: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
