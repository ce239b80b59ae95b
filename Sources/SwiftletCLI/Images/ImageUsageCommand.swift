import ArgumentParser
import JSON
import KubeconfigClient

struct ImageUsageCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "df", abstract: "Show what images and containers take of the disk.")

    @Option(
        name: [.customShort("o", allowingJoined: true), .long],
        help: ArgumentHelp("json or yaml.", valueName: "format"))
    var output: OutputFormat?
    @OptionGroup var connection: ConnectionOptions

    func run(_ client: KubeconfigClient) async throws {
        let usage = try await client.images("usage")
        if let output {
            StandardStreams.print(ObjectPrinter(format: output).print(usage))
        } else {
            StandardStreams.print(Self.text(usage))
        }
    }

    static func text(_ usage: JSONValue) -> String {
        func count(_ kind: String, _ member: String) -> Int64 {
            usage.value(at: kind, member)?.integerValue ?? 0
        }
        let kinds = [
            ("Images", "images", count("images", "reclaimableBytes")),
            ("Containers", "containers", 0),
            (
                "Interrupted downloads", "interruptedDownloads",
                count("interruptedDownloads", "bytes")
            ),
        ]
        let rows = kinds.map { title, kind, reclaimable in
            ServerTable.Row(cells: [
                .string(title), .string(String(count(kind, "count"))),
                .string(ByteCount.text(count(kind, "bytes"))),
                .string(ByteCount.text(reclaimable)),
            ])
        }
        var printer = TablePrinter(.init())
        let table = printer.print(
            ServerTable(
                columns: ["Kind", "Count", "Size", "Reclaimable"].map {
                    ServerTable.Column(name: $0)
                }, rows: rows))
        let available = ByteCount.text(count("disk", "available"))
        return table + "\(available) of \(ByteCount.text(count("disk", "capacity"))) are free\n"
    }
}
