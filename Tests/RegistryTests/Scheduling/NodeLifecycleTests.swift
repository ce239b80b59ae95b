import JSON
import KubernetesAPI
import KubernetesClient
import Registry
import Testing

@Suite struct NodeLifecycleTests {
    private func patchNode(_ test: TestRegistry, _ body: JSONValue, _ part: String? = nil)
        async throws
    {
        _ = try await test.registry.patch(
            .nodes, namespace: nil, name: "here", subresource: part, patch: Patch(.merge, body),
            options: WriteOptions())
    }

    private func run(_ body: @Sendable @escaping (TestRegistry) async throws -> Void) async throws {
        let test = try await TestRegistry()
        try await test.create(
            ["apiVersion": "v1", "kind": "Node", "metadata": ["name": "here"]], in: nil,
            type: .nodes)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await test.registry.run() }
            try await body(test)
            group.cancelAll()
        }
    }

    private static func hasTaint(_ key: String, _ isThere: Bool) -> @Sendable (JSONValue) -> Bool {
        { Node(json: $0).spec.taints.contains { $0.key == key } == isThere }
    }

    @Test func aCordonedNodeIsTaintedAndTakesNobody() async throws {
        try await run { test in
            try await patchNode(test, ["spec": ["unschedulable": true]])
            try await test.wait(
                for: .nodes, until: Self.hasTaint("node.kubernetes.io/unschedulable", true))
            let waiting = try await test.createPod("a")
            #expect(
                waiting.value(at: "status", "conditions")?[0]?.text("message")?.hasPrefix(
                    "0/1 nodes are available: 1 node(s) were unschedulable.") == true)
            try await patchNode(test, ["spec": ["unschedulable": .null]])
            try await test.wait(
                for: .nodes, until: Self.hasTaint("node.kubernetes.io/unschedulable", false))
            try await test.wait(for: .pods) { $0.text("spec", "nodeName") == "here" }
        }
    }

    @Test func pressureTaintsTheNode() async throws {
        try await run { test in
            let conditions: JSONValue = [["type": "DiskPressure", "status": "True"]]
            try await patchNode(test, ["status": ["conditions": conditions]], "status")
            try await test.wait(
                for: .nodes, until: Self.hasTaint("node.kubernetes.io/disk-pressure", true))
        }
    }

    @Test func podsThatDoNotTolerateItAreEnded() async throws {
        try await run { test in
            try await test.createPod("a")
            var tolerant = podManifest("b")
            tolerant.set(
                [["key": "out", "operator": "Exists"]], at: "spec", "tolerations")
            try await test.create(tolerant)
            try await patchNode(
                test, ["spec": ["taints": [["key": "out", "effect": "NoExecute"]]]])
            try await test.wait(for: .pods) {
                $0.text("metadata", "name") == "a"
                    && $0.text("metadata", "deletionTimestamp") != nil
            }
            let conditions = try await test.pod("a").value(at: "status", "conditions")
            #expect(
                (conditions?.arrayValue ?? []).contains {
                    $0["type"] == "DisruptionTarget" && $0["reason"] == "DeletionByTaintManager"
                })
            #expect(try await test.pod("b").text("metadata", "deletionTimestamp") == nil)
            try await test.wait(for: .events) {
                $0["reason"] == "TaintManagerEviction"
                    && $0["message"] == "Marking for deletion Pod lab/a"
                    && $0.text("source", "component") == "taint-eviction-controller"
            }
        }
    }

    @Test func onesThatComeLaterAreSeenToo() async throws {
        try await run { test in
            try await patchNode(
                test, ["spec": ["taints": [["key": "out", "effect": "NoExecute"]]]])
            try await test.wait(for: .nodes, until: Self.hasTaint("out", true))
            // Bound by hand: no scheduler would have it here.
            var manifest = podManifest("a")
            manifest.set("here", at: "spec", "nodeName")
            try await test.create(manifest)
            try await test.wait(for: .pods) { $0.text("metadata", "deletionTimestamp") != nil }
        }
    }

    @Test func aNodeThatComesIsTold() async throws {
        try await run { test in
            try await test.wait(for: .events, namespace: "default") {
                $0["message"] == "Node here event: Registered Node here in Controller"
                    && $0.text("source", "component") == "node-controller"
            }
        }
    }
}
