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
            #expect(condition["observedGeneration"] == 1)
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

    private static func createClasses(_ test: TestRegistry) async throws {
        for (name, value) in [("low", 1), ("middle", 10), ("high", 1000)] as [(String, Int64)] {
            try await test.create(
                [
                    "apiVersion": "scheduling.k8s.io/v1", "kind": "PriorityClass",
                    "metadata": ["name": .string(name)], "value": .integer(value),
                ], in: nil, type: .priorityClasses)
        }
    }

    @Test func aMoreImportantPodHasOthersEnd() async throws {
        try await run { test in
            try await Self.createClasses(test)
            try await test.create(Self.pod("a", cpu: "1", priority: "low"))
            try await test.create(Self.pod("b", cpu: "1", priority: "middle"))
            let waiting = try await test.create(Self.pod("c", cpu: "1", priority: "high"))
            #expect(
                waiting.value(at: "status", "conditions")?[0]?.text("message")
                    == "0/1 nodes are available: 1 Insufficient cpu.")
            try await test.wait(for: .pods) {
                $0.text("metadata", "name") == "c"
                    && $0.text("status", "nominatedNodeName") == "here"
            }
            // The least important one is told to end, with its grace period.
            try await test.wait(for: .pods) {
                $0.text("metadata", "name") == "a"
                    && $0.text("metadata", "deletionTimestamp") != nil
            }
            let victim = try await test.pod("a")
            let condition = victim.value(at: "status", "conditions")?.arrayValue?.first {
                $0["type"] == "DisruptionTarget"
            }
            #expect(condition?["reason"] == "PreemptionByScheduler")
            #expect(
                condition?.text("message")
                    == "default-scheduler: preempting to accommodate a higher priority pod")
            let uid = try #require(waiting.text("metadata", "uid"))
            try await test.wait(for: .events) {
                $0.text("reason") == "Preempted" && $0.text("type") == "Normal"
                    && $0.text("message") == "Preempted by pod \(uid) on node here"
                    && $0.text("involvedObject", "name") == "a"
            }
            // Its room is kept from those that are less important.
            let late = try await test.create(Self.pod("d", cpu: "1", priority: "middle"))
            #expect(late.text("spec", "nodeName") == nil)
            _ = try await test.delete("a", DeleteOptions(gracePeriodSeconds: 0))
            try await test.wait(for: .pods, until: Self.isScheduled("c"))
            let bound = try await test.pod("c")
            #expect(bound.text("status", "nominatedNodeName") == nil)
            #expect(try await test.pod("b").text("metadata", "deletionTimestamp") == nil)
            #expect(try await test.pod("d").text("spec", "nodeName") == nil)
        }
    }

    @Test func aNominatedPodThatGoesGivesItsRoomBack() async throws {
        try await run { test in
            try await Self.createClasses(test)
            try await test.create(Self.pod("a", cpu: "2", priority: "low"))
            try await test.create(Self.pod("b", cpu: "2", priority: "high"))
            try await test.wait(for: .pods) {
                $0.text("metadata", "name") == "a"
                    && $0.text("metadata", "deletionTimestamp") != nil
            }
            try await test.create(Self.pod("c", cpu: "2", priority: "low"))
            _ = try await test.delete("a", DeleteOptions(gracePeriodSeconds: 0))
            _ = try await test.delete("b", DeleteOptions(gracePeriodSeconds: 0))
            try await test.wait(for: .pods, until: Self.isScheduled("c"))
        }
    }

    @Test func aClaimForOnePodGoesFromOneToTheNext() async throws {
        try await run { test in
            try await test.create(
                [
                    "apiVersion": "v1", "kind": "PersistentVolumeClaim",
                    "metadata": ["name": "data"],
                    "spec": [
                        "accessModes": ["ReadWriteOncePod"], "storageClassName": "standard",
                        "resources": ["requests": ["storage": "1Gi"]],
                    ],
                ], type: .persistentVolumeClaims)
            func pod(_ name: String) -> JSONValue {
                var pod = Self.pod(name, cpu: "100m")
                pod.set(
                    [["name": "data", "persistentVolumeClaim": ["claimName": "data"]]],
                    at: "spec", "volumes")
                return pod
            }
            let first = try await test.create(pod("a"))
            #expect(first.text("spec", "nodeName") == "here")
            let waiting = try await test.create(pod("b"))
            #expect(waiting.text("spec", "nodeName") == nil)
            #expect(
                waiting.value(at: "status", "conditions")?[0]?.text("message")
                    == "0/1 nodes are available: 1 node has pod using PersistentVolumeClaim with "
                    + "the same name and ReadWriteOncePod access mode. no new claims to "
                    + "deallocate, preemption: 0/1 nodes are available: 1 No preemption victims "
                    + "found for incoming pod.")
            var ended = try await test.pod("a")
            ended.set("Succeeded", at: "status", "phase")
            _ = try await test.update(ended, subresource: "status")
            try await test.wait(for: .pods, until: Self.isScheduled("b"))
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
