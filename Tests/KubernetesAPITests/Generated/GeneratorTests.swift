import Foundation
import Testing

@testable import generate_kubernetes_types

@Suite struct GeneratorTests {
    @Test func committedTypesAreUpToDate() throws {
        let description = try Repository.text(
            "Tools/generate-kubernetes-types/kubernetes-types.json")
        let registry = try TypeRegistry(json: Data(description.utf8))
        let outputs = try Generator(registry: registry).outputs(plan: Plan.files)
        let folder = "Sources/KubernetesAPI/Generated"
        #expect(try Repository.files(folder, suffix: ".swift") == outputs.keys.sorted())
        for (name, text) in outputs {
            let isSame = try Repository.text("\(folder)/\(name)") == text
            #expect(isSame, "\(name) is stale: run swift run generate-kubernetes-types")
        }
    }

    @Test func namesATypeThatIsMissing() throws {
        let text = #"{"packages": {"core/v1": {"Pod": {"fields": [{"name": "a", "type": "B"}]}}}}"#
        let registry = try TypeRegistry(json: Data(text.utf8))
        #expect(throws: DescriptionError.self) {
            try Generator(registry: registry).outputs(plan: [
                Plan.File(name: "Pod", package: "core/v1", roots: ["Pod"])
            ])
        }
    }
}
