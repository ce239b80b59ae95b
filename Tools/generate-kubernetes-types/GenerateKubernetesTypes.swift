import Foundation

/// Writes the Swift types and the schema table of KubernetesAPI from a description of the Kubernetes
/// API (`kubernetes-types.json`).
///
///     swift run generate-kubernetes-types [DESCRIPTION OUTPUT-FOLDER]
@main
struct GenerateKubernetesTypes {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        let description =
            arguments.first ?? "Tools/generate-kubernetes-types/kubernetes-types.json"
        let folder = URL(
            filePath: arguments.dropFirst().first ?? "Sources/KubernetesAPI/Generated",
            directoryHint: .isDirectory)
        let registry = try TypeRegistry(json: Data(contentsOf: URL(filePath: description)))
        let outputs = try Generator(registry: registry).outputs(plan: Plan.files)

        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for stale in try FileManager.default.contentsOfDirectory(atPath: folder.path())
        where stale.hasSuffix(".swift") && outputs[stale] == nil {
            try FileManager.default.removeItem(at: folder.appending(path: stale))
        }
        for (name, text) in outputs {
            try Data(text.utf8).write(to: folder.appending(path: name))
        }
        print("wrote \(outputs.count) files to \(folder.path())")
    }
}
