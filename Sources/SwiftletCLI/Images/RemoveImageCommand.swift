import ArgumentParser
import JSON
import KubeconfigClient
import KubernetesAPI

struct RemoveImageCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "rmi", abstract: "Remove images from the local daemon.",
        discussion: """
            Example:
              swiftlet rmi busybox
            """)

    @Argument(help: "The images.")
    var references: [String]
    @OptionGroup var connection: ConnectionOptions

    func run(_ client: KubeconfigClient) async throws {
        try await Self.remove(references, client)
    }

    /// One that cannot be removed does not keep the others.
    static func remove(_ references: [String], _ client: KubeconfigClient) async throws {
        var hasFailed = false
        for reference in references {
            do {
                let answer = try await client.removeImage(reference)
                let lines = answer["removed"]?.arrayValue ?? []
                StandardStreams.print(lines.compactMap(\.stringValue).map { $0 + "\n" }.joined())
            } catch let error as APIError {
                StandardStreams.printError(ErrorMessage.text(for: error))
                hasFailed = true
            }
        }
        if hasFailed { throw ExitCode.failure }
    }
}

/// `swiftlet images rm`
struct RemoveImageSubcommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "rm", abstract: "Remove names of images, and images with their last name.")

    @Argument(help: "The images, by name or id.")
    var references: [String]
    @OptionGroup var connection: ConnectionOptions

    func run(_ client: KubeconfigClient) async throws {
        try await RemoveImageCommand.remove(references, client)
    }
}
