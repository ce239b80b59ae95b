import ArgumentParser
import JSON
import KubeconfigClient

struct PruneImagesCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Remove images without a tag that no container uses, and interrupted downloads.",
        discussion: """
            Example, for all images that nothing has used for a day:
              swiftlet images prune --all --unused-for 24h
            """)

    @Flag(name: .shortAndLong, help: "Also images with a tag.")
    var all = false
    @Option(help: ArgumentHelp("Only what was not used for so long.", valueName: "duration"))
    var unusedFor: DurationArgument?
    @OptionGroup var connection: ConnectionOptions

    func run(_ client: KubeconfigClient) async throws {
        let answer = try await client.changeImages(
            "prune",
            ["all": .bool(all), "unusedForSeconds": .integer(unusedFor?.seconds ?? 0)])
        let lines = (answer["removed"]?.arrayValue ?? []).compactMap(\.stringValue)
        StandardStreams.print(lines.map { $0 + "\n" }.joined())
        StandardStreams.print("freed \(ByteCount.text(answer["bytes"]?.integerValue ?? 0))\n")
    }
}
