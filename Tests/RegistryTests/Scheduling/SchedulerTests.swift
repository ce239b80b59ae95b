import JSON
import KubernetesAPI
import KubernetesClient
import Registry
import Testing

@Suite struct SchedulerTests {
    private static func node(cpu: String) -> JSONValue {
        [
            "apiVersion": "v1", "kind": "Node",
            "metadata": ["name": "here", "labels": ["disk": "ssd"]],
            "status": [
                "allocatable": ["cpu": .string(cpu), "memory": "1Gi", "pods": "100"]
            ],
        ]
    }

    private static func pod(
        _ name: String, cpu: String, priority: String? = nil
    ) -> JSONValue {
        var pod = podManifest(name)
        pod.set(
            [
                [
                    "name": "main", "image": "busybox",
                    "resources": ["requests": ["cpu": .string(cpu)]],
                ]
            ],
            at: "spec", "containers")
        pod.set(priority.map { .string($0) }, at: "spec", "priorityClassName")
        return pod
    }

    /// A registry that works in the background, with a node of two cores.
    private func run(_ body: @Sendable @escaping (TestRegistry) async throws -> Void) async throws {
        let test = try await TestRegistry()
        try await test.create(Self.node(cpu: "2"), in: nil, type: .nodes)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await test.registry.run() }
            try await body(test)
            group.cancelAll()
        }
    }

    private static let message =
        "0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: "
        + "0/1 nodes are available: 1 No preemption victims found for incoming pod."

    private static func isScheduled(_ name: String) -> @Sendable (JSONValue) -> Bool {
        { $0.text("metadata", "name") == name && $0.text("spec", "nodeName") == "here" }
    }

    @Test func aPodWithoutRoomWaitsAndSaysWhy() async throws {
        try await run { test in
            try await test.create(Self.pod("a", cpu: "1500m"))
            let waiting = try await test.create(Self.pod("b", cpu: "600m"))
            #expect(waiting.text("spec", "nodeName") == nil)
            let condition = try #require(waiting.value(at: "status", "conditions")?[0])
            #expect(condition["status"] == "False")
            #expect(condition["reason"] == "Unschedulable")
            #expect(condition.text("message") == Self.message)
            try await test.wait(for: .events) {
                $0.text("reason") == "FailedScheduling" && $0.text("message") == Self.message
            }
            let small = try await test.create(Self.pod("c", cpu: "500m"))
            #expect(small.text("spec", "nodeName") == "here")
            _ = try await test.delete("a", DeleteOptions(gracePeriodSeconds: 0))
            try await test.wait(for: .pods, until: Self.isScheduled("b"))
            let bound = try await test.pod("b")
            #expect(bound.value(at: "status", "conditions")?[0]?["status"] == "True")
            #expect(bound.value(at: "status", "conditions")?[0]?["reason"] == nil)
        }
    }

    @Test func theMostImportantOneComesFirst() async throws {
        try await run { test in
            for (name, value) in [("low", 1), ("high", 1000)] as [(String, Int64)] {
                try await test.create(
                    [
                        "apiVersion": "scheduling.k8s.io/v1", "kind": "PriorityClass",
                        "metadata": ["name": .string(name)], "value": .integer(value),
                        "preemptionPolicy": "Never",
                    ], in: nil, type: .priorityClasses)
            }
            try await test.create(Self.pod("a", cpu: "2", priority: "high"))
            try await test.create(Self.pod("b", cpu: "2", priority: "low"))
            try await test.create(Self.pod("c", cpu: "2", priority: "high"))
            _ = try await test.delete("a", DeleteOptions(gracePeriodSeconds: 0))
            try await test.wait(for: .pods, until: Self.isScheduled("c"))
            #expect(try await test.pod("b").text("spec", "nodeName") == nil)
        }
    }

    @Test func aPodThatEndsMakesRoom() async throws {
        try await run { test in
            try await test.create(Self.pod("a", cpu: "2"))
            try await test.create(Self.pod("b", cpu: "2"))
            var ended = try await test.pod("a")
            ended.set("Succeeded", at: "status", "phase")
            _ = try await test.update(ended, subresource: "status")
            try await test.wait(for: .pods, until: Self.isScheduled("b"))
        }
    }

    @Test func aNodeThatChangesIsLookedAtAgain() async throws {
        try await run { test in
            var pod = podManifest("a")
            pod.set(["disk": "nvme"], at: "spec", "nodeSelector")
            let waiting = try await test.create(pod)
            #expect(
                waiting.value(at: "status", "conditions")?[0]?.text("message")?.contains(
                    "1 node(s) didn't match Pod's node affinity/selector.") == true)
            _ = try await test.registry.patch(
                .nodes, namespace: nil, name: "here", subresource: nil,
                patch: Patch(.merge, ["metadata": ["labels": ["disk": "nvme"]]]),
                options: WriteOptions())
            try await test.wait(for: .pods, until: Self.isScheduled("a"))
        }
    }

    @Test func anotherSchedulersPodIsLeftAlone() async throws {
        try await run { test in
            var pod = podManifest("a")
            pod.set("mine", at: "spec", "schedulerName")
            let made = try await test.create(pod)
            #expect(made.text("spec", "nodeName") == nil)
            #expect(made.value(at: "status", "conditions") == nil)
            _ = try await test.registry.create(
                .pods, namespace: "lab", name: "a", subresource: "binding",
                object: [
                    "apiVersion": "v1", "kind": "Binding",
                    "target": ["kind": "Node", "name": "here"],
                ], options: WriteOptions())
            #expect(try await test.pod("a").text("spec", "nodeName") == "here")
        }
    }

    @Test func podsThatComeTogetherNeverShareRoom() async throws {
        try await run { test in
            let bound = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<20 {
                    group.addTask {
                        let pod = try await test.create(Self.pod("p\(number)", cpu: "400m"))
                        return pod.text("spec", "nodeName") == "here"
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(bound == 5)
        }
    }

    @Test func whatWasThereBeforeCountsAfterARestart() async throws {
        try await run { test in
            try await test.create(Self.pod("a", cpu: "1500m"))
            // The same as written, with other words.
            var changed = try await test.pod("a")
            changed.set(["x": "y"], at: "metadata", "labels")
            _ = try await test.update(changed)
            let waiting = try await test.create(Self.pod("b", cpu: "600m"))
            #expect(waiting.text("spec", "nodeName") == nil)
        }
    }
}
