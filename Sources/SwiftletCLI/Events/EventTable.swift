import JSON
import KubeconfigClient
import KubernetesAPI

/// Events as `kubectl events` shows them.
struct EventTable {
    private var printer: TablePrinter

    init(withNamespace: Bool, withHeaders: Bool) {
        printer = TablePrinter(.init(withNamespace: withNamespace, withHeaders: withHeaders))
    }

    /// The lines for `events`, oldest first.
    mutating func print(_ events: [Event], now: Timestamp) -> String {
        let rows = events.sorted { $0.lastSeen < $1.lastSeen }.map { event in
            let object = "\(event.involvedObject.kind)/\(event.involvedObject.name)"
            return ServerTable.Row(
                cells: [
                    .string(event.age(now: now)), .string(event.type), .string(event.reason),
                    .string(object),
                    .string(event.message.split(separator: "\n").joined(separator: " ")),
                ],
                object: ["metadata": ["namespace": .string(event.metadata.namespace)]])
        }
        let titles = ["Last Seen", "Type", "Reason", "Object", "Message"]
        return printer.print(
            ServerTable(columns: titles.map { ServerTable.Column(name: $0) }, rows: rows))
    }
}
