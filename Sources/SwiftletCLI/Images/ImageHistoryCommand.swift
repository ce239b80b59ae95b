import ArgumentParser
import JSON
import KubeconfigClient
import KubernetesAPI

struct ImageHistoryCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Show how an image was made, the last step first.")

    @Argument(help: "The image, by name or id.")
    var reference: String
    @Flag(help: "Show whole commands.")
    var noTrunc = false
    @OptionGroup var connection: ConnectionOptions

    func run(_ client: KubeconfigClient) async throws {
        let image = try await client.images("inspect", reference: reference)
        StandardStreams.print(ImageHistory.text(of: image, isWhole: noTrunc, now: .now()))
    }
}

/// The steps that an image's configuration tells of.
enum ImageHistory {
    /// - Parameter image: what `inspect` answers.
    static func text(of image: JSONValue, isWhole: Bool, now: Timestamp) -> String {
        var sizes = (image["layers"]?.arrayValue ?? []).map { $0["size"]?.integerValue ?? 0 }
        let history = image.value(at: "config", "history")?.arrayValue ?? []
        var rows: [ServerTable.Row] = []
        for step in history {
            let isEmpty = step["empty_layer"]?.boolValue ?? false
            let size = isEmpty || sizes.isEmpty ? 0 : sizes.removeFirst()
            rows.append(row(step, size: size, isWhole: isWhole, now: now))
        }
        // Layers that nothing is told of.
        for size in sizes { rows.append(row([:], size: size, isWhole: isWhole, now: now)) }
        let titles = ["Created", "Created By", "Size", "Comment"]
        var printer = TablePrinter(.init())
        return printer.print(
            ServerTable(
                columns: titles.map { ServerTable.Column(name: $0) }, rows: rows.reversed()))
    }

    private static func row(
        _ step: JSONValue, size: Int64, isWhole: Bool, now: Timestamp
    ) -> ServerTable.Row {
        let time = step["created"]?.stringValue.flatMap { Timestamp($0) }
        // 1970 is what images say that do not tell.
        let age = time.flatMap { $0.secondsSince1970 > 0 ? HumanDuration.since($0, now: now) : nil }
        var command = (step["created_by"]?.stringValue ?? "<unknown>")
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for start in ["/bin/sh -c #(nop) ", "/bin/sh -c "] where command.hasPrefix(start) {
            command.removeFirst(start.count)
            break
        }
        if !isWhole, command.count > 60 { command = command.prefix(59) + "…" }
        return ServerTable.Row(cells: [
            .string(age ?? "<unknown>"), .string(command), .string(ByteCount.text(size)),
            .string(step["comment"]?.stringValue ?? ""),
        ])
    }
}
