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
            let bytes = ByteCount.text(result["bytes"]?.integerValue ?? 0)
            let outcome = problems.isEmpty ? "all is well" : Self.count(problems.count, "problem")
            StandardStreams.print(
                "verified \(Self.count(result["images"], "image")), "
                    + "\(Self.count(result["layers"], "layer")), \(bytes): \(outcome)\n")
        }
        if !problems.isEmpty { throw ExitCode.failure }
    }

    private static func count(_ number: JSONValue?, _ noun: String) -> String {
        count(Int(number?.integerValue ?? 0), noun)
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}
