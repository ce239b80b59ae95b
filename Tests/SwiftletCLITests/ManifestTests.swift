import JSON
import Testing

@testable import SwiftletCLI

@Suite struct ManifestTests {
    @Test func readsSeveralDocumentsAndOpensLists() throws {
        let text = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: lab}
            ---
            # nothing here
            ---
            {"apiVersion": "v1", "kind": "List", "items": [
              {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "namespace": "lab"}},
              {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "b"}}
            ]}
            """
        let manifests = try Manifest.parse(text, source: "f.yaml")
        #expect(manifests.map(\.kind) == ["Namespace", "Pod", "Pod"])
        #expect(manifests.map(\.name) == ["lab", "a", "b"])
        #expect(manifests.map(\.namespace) == [nil, "lab", nil])
    }

    @Test(arguments: [
        ("", "f has no objects; nothing was done"),
        ("just text", "document 1 of f is not a mapping"),
        ("metadata: {name: x}", "document 1 of f is not valid: apiVersion not set, kind not set"),
        ("a: [1", "cannot parse f: line "),
    ])
    func saysWhatIsWrong(text: String, expected: String) {
        let error = #expect(throws: ManifestError.self) { try Manifest.parse(text, source: "f") }
        #expect(error?.description.hasPrefix(expected) == true, "\(String(describing: error))")
    }

    @Test func missingFilesAreNamed() {
        let error = #expect(throws: ManifestError.self) {
            try ManifestFiles.files(at: "/no/such/file.yaml", recursive: false)
        }
        #expect(error?.description == "the path \"/no/such/file.yaml\" does not exist")
    }
}
