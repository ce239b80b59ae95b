import JSON
import KubernetesAPI
import KubernetesClient
import Registry
import Testing

@Suite(.timeLimit(.minutes(1))) struct GarbageCollectionTests {
    private func owner(_ test: TestRegistry) async throws -> JSONValue {
        try await test.create(["metadata": ["name": "owner"]], type: .configMaps)
    }

    private func dependent(
        _ test: TestRegistry, _ name: String, of owner: JSONValue, blocks: Bool = false
    ) async throws -> JSONValue {
        try await test.create(
            [
                "metadata": [
                    "name": .string(name),
                    "ownerReferences": [
                        [
                            "apiVersion": "v1", "kind": "ConfigMap", "name": "owner",
                            "uid": .string(owner.text("metadata", "uid") ?? ""),
                            "blockOwnerDeletion": .bool(blocks),
                        ]
                    ],
                ]
            ], type: .secrets)
    }

    private func delete(_ test: TestRegistry, _ policy: String) async throws -> JSONValue {
        try await test.registry.delete(
            .configMaps, namespace: "lab", name: "owner",
            options: DeleteOptions(propagationPolicy: policy))
    }

    @Test func inTheBackgroundTheOwnerGoesFirst() async throws {
        let test = try await TestRegistry()
        let running = Task { await test.registry.run() }
        defer { running.cancel() }
        let owner = try await owner(test)
        _ = try await dependent(test, "a", of: owner)
        _ = try await delete(test, "Background")
        #expect(
            await refusal {
                try await test.registry.get(.configMaps, namespace: "lab", name: "owner")
            }?.code == 404)
        try await test.waitForEnd(of: .secrets, "a")
    }

    @Test func inTheForegroundTheOwnerWaitsForWhatBlocksIt() async throws {
        let test = try await TestRegistry()
        let owner = try await owner(test)
        _ = try await dependent(test, "a", of: owner, blocks: true)
        let marked = try await delete(test, "Foreground")
        #expect(marked.value(at: "metadata", "finalizers") == ["foregroundDeletion"])
        #expect(marked.text("metadata", "deletionTimestamp") != nil)
        let running = Task { await test.registry.run() }
        defer { running.cancel() }
        try await test.waitForEnd(of: .secrets, "a")
        try await test.waitForEnd(of: .configMaps, "owner")
    }

    @Test func orphansForgetTheirOwner() async throws {
        let test = try await TestRegistry()
        let running = Task { await test.registry.run() }
        defer { running.cancel() }
        let owner = try await owner(test)
        _ = try await dependent(test, "a", of: owner)
        _ = try await delete(test, "Orphan")
        try await test.waitForEnd(of: .configMaps, "owner")
        let orphan = try await test.registry.get(.secrets, namespace: "lab", name: "a")
        #expect(orphan.value(at: "metadata", "ownerReferences") == nil)
    }

    @Test func whoNamesAnOwnerThatIsNotThereGoes() async throws {
        let test = try await TestRegistry()
        let running = Task { await test.registry.run() }
        defer { running.cancel() }
        let stranger: JSONValue = ["metadata": ["uid": "00000000-0000-4000-8000-000000000000"]]
        _ = try await dependent(test, "a", of: stranger)
        try await test.waitForEnd(of: .secrets, "a")
    }

    @Test func aPolicyMustBeKnown() async throws {
        let test = try await TestRegistry()
        _ = try await owner(test)
        #expect(
            await refusal { try await delete(test, "Sometimes") }?.message
                == "DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy: Unsupported "
                + "value: \"Sometimes\": supported values: \"Foreground\", \"Background\", "
                + "\"Orphan\", \"nil\"")
    }
}
