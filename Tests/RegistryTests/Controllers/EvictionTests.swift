import JSON
import KubernetesAPI
import KubernetesClient
import Registry
import Testing

@Suite(.timeLimit(.minutes(1))) struct EvictionTests {
    private func runningPod(_ test: TestRegistry, _ name: String) async throws {
        var pod = try await test.createPod(name, labels: ["app": "web"])
        pod.set("Running", at: "status", "phase")
        pod.set([["type": "Ready", "status": "True"]], at: "status", "conditions")
        _ = try await test.update(pod, subresource: "status")
    }

    private func evict(
        _ test: TestRegistry, _ name: String, dryRun: Bool = false
    ) async throws -> JSONValue {
        try await test.registry.create(
            .pods, namespace: "lab", name: name, subresource: "eviction",
            object: [
                "apiVersion": "policy/v1", "kind": "Eviction",
                "metadata": ["name": .string(name)],
            ], options: WriteOptions(dryRun: dryRun))
    }

    private func budget(_ test: TestRegistry, _ spec: JSONValue) async throws {
        var spec = spec
        spec["selector"] = ["matchLabels": ["app": "web"]]
        try await test.create(
            ["metadata": ["name": "b"], "spec": spec], type: .podDisruptionBudgets)
    }

    @Test func withoutABudgetAPodGoes() async throws {
        let test = try await TestRegistry()
        try await runningPod(test, "a")
        _ = try await evict(test, "a", dryRun: true)
        #expect(try await test.pod("a").text("metadata", "deletionTimestamp") == nil)
        let answer = try await evict(test, "a")
        #expect(answer["status"] == "Success")
        #expect(try await test.pod("a").text("metadata", "deletionTimestamp") != nil)
        #expect(await refusal { try await evict(test, "none") }?.code == 404)
    }

    @Test func aBudgetThatIsNotCountedYetRefuses() async throws {
        let test = try await TestRegistry()
        try await runningPod(test, "a")
        try await budget(test, ["minAvailable": 1])
        let refused = await refusal { try await evict(test, "a") }
        #expect(refused?.code == 429)
        #expect(
            refused?.message
                == "Cannot evict pod as it would violate the pod's disruption budget.")
        #expect(refused?.details?["retryAfterSeconds"] == 10)
    }

    @Test func aBudgetSparesWhatItCan() async throws {
        let test = try await TestRegistry()
        let running = Task { await test.registry.run() }
        defer { running.cancel() }
        try await runningPod(test, "a")
        try await runningPod(test, "b")
        try await budget(test, ["minAvailable": "50%"])
        try await test.wait(for: .podDisruptionBudgets) {
            $0.number("status", "disruptionsAllowed") == 1
        }
        _ = try await evict(test, "a")
        try await test.wait(for: .podDisruptionBudgets) {
            $0.number("status", "disruptionsAllowed") == 0
                && $0.number("status", "currentHealthy") == 1
        }
        let refused = await refusal { try await evict(test, "b") }
        #expect(refused?.code == 429)
        #expect(
            refused?.details?["causes"] == [
                [
                    "reason": "DisruptionBudget",
                    "message": "The disruption budget b needs 1 healthy pods and has 1 currently",
                ]
            ])
    }

    @Test func aPodIsBoundOnce() async throws {
        let test = try await TestRegistry()
        try await test.createPod("a")
        let binding: JSONValue = [
            "metadata": ["name": "a"], "target": ["kind": "Node", "name": "here"],
        ]
        let refused = await refusal {
            try await test.registry.create(
                .pods, namespace: "lab", name: "a", subresource: "binding", object: binding,
                options: WriteOptions())
        }
        #expect(
            refused?.message
                == "Operation cannot be fulfilled on pods \"a\": pod a is already assigned to "
                + "node \"here\"")
        #expect(
            await refusal {
                try await test.create(binding, type: .bindings)
            }?.code == 409)
    }
}
