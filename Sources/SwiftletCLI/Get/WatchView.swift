import JSON
import KubeconfigClient

/// Prints changes as they come.
struct WatchView {
    var tables: TablePrinter
    /// Set where objects are printed whole.
    var objects: ObjectPrinter?
    private var count = 0

    init(tables: TablePrinter, objects: ObjectPrinter?) {
        self.tables = tables
        self.objects = objects
    }

    mutating func show(_ table: ServerTable) {
        StandardStreams.print(tables.print(table))
    }

    mutating func show(_ object: JSONValue) {
        guard let objects else { return }
        let separator = objects.format == .yaml && count > 0 ? "---\n" : ""
        StandardStreams.print(separator + objects.print(object))
        count += 1
    }

    /// The version of an event's object: its own, or in a table that of its last row.
    static func version(of object: JSONValue) -> String? {
        let row = object["rows"]?.arrayValue?.last?["object"]
        let version = (row ?? object).value(at: "metadata", "resourceVersion")?.stringValue
        return version.flatMap { $0.isEmpty ? nil : $0 }
    }
}
