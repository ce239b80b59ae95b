import ArgumentParser
import JSON
import KubeconfigClient
import KubernetesAPI

struct PullCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "pull", abstract: "Pull an image for the local daemon.",
        discussion: """
            Credentials are taken from the daemon's configuration and from your own docker \
            config.json (DOCKER_CONFIG, ~/.docker).

            Examples:
              swiftlet pull busybox
              swiftlet pull registry.example.com/team/app:1.4
            """)

    @Argument(help: "The image: busybox, busybox:1.36, host/path@sha256:….")
    var reference: String
    @Option(help: ArgumentHelp("linux/arm64: another platform's image.", valueName: "platform"))
    var platform: String?
    @Flag(name: .shortAndLong, help: "Show the image's id only.")
    var quiet = false
    @OptionGroup var connection: ConnectionOptions

    func run(_ client: KubeconfigClient) async throws {
        var request: JSONValue = [
            "reference": .string(reference),
            "credentials": try RegistryLogin.credentials(for: reference),
        ]
        request["platform"] = platform.map { .string($0) }
        let result = try await ImageWork.result(
            of: try await client.workOnImages(nil, request), what: "the pull of \(reference)",
            isQuiet: quiet)
        StandardStreams.print(summary(result))
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
