import ArgumentParser
import JSON
import KubeconfigClient

struct VerifyImagesCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Compare all images with their digests.",
        discussion: """
            Reads every file of every layer, as containers see it. Ends with 1 where something is \
            damaged: remove that image and pull it anew.
            """)

    @Flag(name: .shortAndLong, help: "Show problems only.")
    var quiet = false
    @OptionGroup var connection: ConnectionOptions

    func run(_ client: KubeconfigClient) async throws {
        let result = try await ImageWork.result(
            of: try await client.workOnImages("verify", [:]), what: "the check", isQuiet: quiet)
        let problems = result["problems"]?.arrayValue ?? []
        for problem in problems {
            let images = (problem["images"]?.arrayValue ?? []).compactMap(\.stringValue)
            StandardStreams.print(
                "\(images.joined(separator: ", ")): \(problem["message"]?.stringValue ?? "")\n")
        }
        if !quiet {
            let count = { (name: String) in result[name]?.integerValue ?? 0 }
            StandardStreams.print(
                "verified \(count("images")) images, \(count("layers")) layers, "
                    + "\(ByteCount.text(count("bytes"))): "
                    + (problems.isEmpty ? "all is well\n" : "\(problems.count) problems\n"))
        }
        if !problems.isEmpty { throw ExitCode.failure }
    }
}
