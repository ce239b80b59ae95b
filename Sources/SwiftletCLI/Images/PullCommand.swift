import ArgumentParser
import JSON
import KubeconfigClient
import KubernetesAPI

struct PullCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "pull", abstract: "Pull an image for the local daemon.",
        discussion: """
            Examples:
              swiftlet pull busybox
              swiftlet pull registry.example.com/team/app:1.4
            """)

    @Argument(help: "The image: busybox, busybox:1.36, host/path@sha256:….")
    var reference: String
    @Flag(name: .shortAndLong, help: "Show the image's id only.")
    var quiet = false
    @OptionGroup var connection: ConnectionOptions

    func run(_ client: KubeconfigClient) async throws {
        let progress = PullProgress(isShown: StandardStreams.isErrorTerminal && !quiet)
        for try await line in try await client.pullImage(reference) {
            if let step = line["progress"] {
                StandardStreams.printError(progress.show(step))
            } else if let error = line["error"] {
                StandardStreams.printError(progress.clear())
                throw APIError(status: error, code: 500)
            } else if let result = line["result"] {
                StandardStreams.printError(progress.clear())
                StandardStreams.print(summary(result))
                return
            }
        }
        throw CommandError("the daemon ended before the pull of \(reference) was done; try again")
    }

    private func summary(_ result: JSONValue) -> String {
        let id = result.value(at: "image", "id")?.stringValue ?? ""
        if quiet { return id + "\n" }
        let name = result.value(at: "image", "tags")?[0]?.stringValue ?? reference
        let source = result["source"]?.stringValue.map { " from \($0)" } ?? ""
        let bytes = result["bytesFetched"]?.integerValue ?? 0
        let amount = bytes > 0 ? "\(ByteCount.text(bytes)) fetched" : "nothing new to fetch"
        return "pulled \(name)\(source) (\(amount))\n\(id)\n"
    }
}
