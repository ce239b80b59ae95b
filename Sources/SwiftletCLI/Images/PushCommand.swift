import ArgumentParser
import JSON
import KubeconfigClient

struct PushCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "push", abstract: "Send an image of the local daemon to its registry.",
        discussion: """
            What the registry has already is not sent again. Credentials are taken from your own \
            docker config.json (DOCKER_CONFIG, ~/.docker) and from the daemon's configuration.

            Examples:
              swiftlet push registry.example.com/team/app:1.4
              swiftlet push busybox registry.example.com/copies/busybox:1.36
            """)

    @Argument(help: "The image, by name or id.")
    var reference: String
    @Argument(help: "The name that it gets in the registry; without it, its own.")
    var target: String?
    @Flag(name: .shortAndLong, help: "Show the digest only.")
    var quiet = false
    @OptionGroup var connection: ConnectionOptions

    func run(_ client: KubeconfigClient) async throws {
        var request: JSONValue = [
            "reference": .string(reference),
            "credentials": try RegistryLogin.credentials(for: target ?? reference),
        ]
        request["name"] = target.map { .string($0) }
        let result = try await ImageWork.result(
            of: try await client.workOnImages("push", request), what: "the push of \(reference)",
            isQuiet: quiet)
        let digest = result["digest"]?.stringValue ?? ""
        if quiet { return StandardStreams.print(digest + "\n") }
        let name = result["name"]?.stringValue ?? reference
        let place = result["target"]?.stringValue ?? ""
        let bytes = result["bytesSent"]?.integerValue ?? 0
        StandardStreams.print(
            "pushed \(name) to \(place) (\(ByteCount.text(bytes)) sent)\n\(digest)\n")
    }
}
