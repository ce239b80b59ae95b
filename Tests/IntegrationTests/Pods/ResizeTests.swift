import Foundation
import JSON
import Testing

/// Containers whose resources change while they run, and what the kernel is told of it.
@Suite struct ResizeTests {
    private func resize(
        _ daemon: TestDaemon, _ pod: String, _ resources: String, of container: String = "main"
    ) async throws {
        let patch =
            "{\"spec\":{\"containers\":[{\"name\":\"\(container)\",\"resources\":\(resources)}]}}"
        let result = try await daemon.kubectl(
            "patch", "pod", pod, "--subresource", "resize", "-p", patch)
        guard result.status == 0 else { throw CommandFailure(description: result.error) }
    }

    private static func resources(_ cpu: String, _ memory: String) -> String {
        "{\"requests\":{\"cpu\":\"\(cpu)\",\"memory\":\"\(memory)\"},"
            + "\"limits\":{\"cpu\":\"\(cpu)\",\"memory\":\"\(memory)\"}}"
    }

    private static func condition(_ pod: JSONValue, _ type: String) -> JSONValue? {
        pod.value(at: "status", "conditions")?.arrayValue?.first {
            $0["type"]?.stringValue == type
        }
    }

    /// Whether a resize is over and the status says what the container has.
    private static func has(_ memory: String) -> @Sendable (JSONValue) -> Bool {
        {
            condition($0, "PodResizeInProgress") == nil && condition($0, "PodResizePending") == nil
                && $0.container("main")?.value(at: "resources", "limits", "memory")?.stringValue
                    == memory
                && $0.container("main")?.value(at: "allocatedResources", "memory")?.stringValue
                    == memory
        }
    }

    private static let pod = """
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          terminationGracePeriodSeconds: 1
          containers:
          - name: main
            image: busybox
            command: [sleep, "3600"]
            resources: {requests: {cpu: 100m, memory: 32Mi}, limits: {cpu: 100m, memory: 32Mi}}
            resizePolicy:
            - {resourceName: cpu, restartPolicy: NotRequired}
            - {resourceName: memory, restartPolicy: NotRequired}
          - name: careful
            image: busybox
            command: [sleep, "3600"]
            resources: {requests: {cpu: 100m, memory: 32Mi}, limits: {cpu: 100m, memory: 32Mi}}
            resizePolicy: [{resourceName: memory, restartPolicy: RestartContainer}]
        """

    /// What the kernel limits a container and its Pod to: memory, memory with swap, quota.
    private struct Limits: Equatable {
        var memory: String?
        var both: String?
        var quota: String?

        init(_ processID: Int32, ofPod: Bool = false) throws {
            let groups = try Cgroups(of: processID)
            let up = ofPod ? "../" : ""
            memory = groups.value("memory", up + "memory.limit_in_bytes", up + "memory.max")
            both = groups.value("memory", up + "memory.memsw.limit_in_bytes", up + "memory.max")
            quota = groups.value("cpu", up + "cpu.cfs_quota_us", up + "cpu.max")
                .map { String($0.prefix { $0 != " " }) }
        }

        init(mebibytes: Int, quota: Int) {
            memory = String(mebibytes << 20)
            both = memory
            self.quota = String(quota)
        }
    }

    @Test func cpuAndMemoryGoUpAndDownWhileTheContainerRuns() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(Self.pod)
        let before = try await daemon.running("web")
        let process = try #require(try daemon.processID(of: before.containerID("main") ?? ""))
        #expect(try Limits(process) == Limits(mebibytes: 32, quota: 10_000))
        for (cpu, memory, mebibytes, quota) in [
            ("300m", "96Mi", 96, 30_000), ("50m", "24Mi", 24, 5_000), ("200m", "64Mi", 64, 20_000),
        ] {
            try await resize(daemon, "web", Self.resources(cpu, memory))
            _ = try await daemon.pod("web", "has \(memory)", Self.has(memory))
            #expect(try Limits(process) == Limits(mebibytes: mebibytes, quota: quota))
            let ofPod = try Limits(process, ofPod: true)
            #expect(ofPod.memory == String((mebibytes + 32) << 20))
            #expect(ofPod.quota == String(quota + 10_000))
        }
        let after = try #require(try await daemon.pod("web"))
        #expect(after.restartCount("main") == 0 && after.restartCount("careful") == 0)

        // A container that asks for it gets its memory by a restart, and is the only one.
        try await resize(daemon, "web", Self.resources("100m", "48Mi"), of: "careful")
        let restarted = try await daemon.pod("web", "careful was restarted") {
            $0.restartCount("careful") == 1 && $0.isReady
                && Self.condition($0, "PodResizeInProgress") == nil
        }
        #expect(restarted.containerID("main") == before.containerID("main"))
        let other = try #require(try daemon.processID(of: restarted.containerID("careful") ?? ""))
        #expect(try Limits(other) == Limits(mebibytes: 48, quota: 10_000))
        // cpu alone needs none.
        try await resize(daemon, "web", Self.resources("150m", "48Mi"), of: "careful")
        _ = try await eventually("the quota is set") {
            try Limits(other).quota == "15000" ? true : nil
        }
        try await daemon.expectEvents("ResizeStarted", "ResizeCompleted", of: "web")
        // What was given holds after the daemon's end.
        try await daemon.stop(SIGKILL)
        try await daemon.start()
        _ = try await daemon.pod("web", "is as it was") {
            $0.isReady && Self.has("64Mi")($0) && $0.restartCount("careful") == 1
        }
        #expect(try Limits(process) == Limits(mebibytes: 64, quota: 20_000))
        _ = try await daemon.kubectl("delete", "pod", "web")
        try await daemon.tearDown()
    }

    @Test("limits of the Pod as a whole change, and those of a container without any follow")
    func podLevel() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: whole}
            spec:
              terminationGracePeriodSeconds: 1
              resources: {requests: {cpu: 100m, memory: 48Mi}, limits: {cpu: 100m, memory: 48Mi}}
              containers:
              - {name: main, image: busybox, command: [sleep, "3600"]}
              - name: other
                image: busybox
                command: [sleep, "3600"]
                resources: {requests: {cpu: 10m, memory: 8Mi}, limits: {cpu: 50m, memory: 16Mi}}
            """)
        let before = try await daemon.running("whole")
        #expect(before.value(at: "status", "qosClass") == "Guaranteed")
        let process = try #require(try daemon.processID(of: before.containerID("main") ?? ""))
        #expect(try Limits(process, ofPod: true).memory == String(48 << 20))
        #expect(try Limits(process, ofPod: true).quota == "10000")
        #expect(try Limits(process) == Limits(mebibytes: 48, quota: 10_000))
        let patch = "{\"spec\":{\"resources\":\(Self.resources("200m", "96Mi"))}}"
        let result = try await daemon.kubectl(
            "patch", "pod", "whole", "--subresource", "resize", "-p", patch)
        #expect(result.status == 0, "\(result.error)")
        let after = try await daemon.pod("whole", "has it") {
            Self.condition($0, "PodResizeInProgress") == nil
                && $0.value(at: "status", "allocatedResources", "memory") == "96Mi"
                && $0.value(at: "status", "resources", "limits", "memory") == "96Mi"
        }
        #expect(try Limits(process, ofPod: true).memory == String(96 << 20))
        #expect(try Limits(process, ofPod: true).quota == "20000")
        #expect(try Limits(process) == Limits(mebibytes: 96, quota: 20_000))
        #expect(after.containerID("main") == before.containerID("main"))
        #expect(after.containerID("other") == before.containerID("other"))
        _ = try await daemon.kubectl("delete", "pod", "whole")
        try await daemon.tearDown()
    }

    @Test func memoryInUseIsNotTakenAway() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            Manifests.pod(
                "full",
                script: "dd if=/dev/zero of=/dev/shm/a bs=1M count=40; touch /tmp/full; "
                    + "sleep 3600",
                extra: """
                        resources: {requests: {memory: 96Mi}, limits: {memory: 96Mi}}
                        readinessProbe: {exec: {command: [test, -e, /tmp/full]}, periodSeconds: 1}
                    """))
        let pod = try await daemon.running("full")
        let process = try #require(try daemon.processID(of: pod.containerID("main") ?? ""))
        try await resize(
            daemon, "full", "{\"requests\":{\"memory\":\"24Mi\"},\"limits\":{\"memory\":\"24Mi\"}}")
        let held = try await daemon.pod("full", "says why not") {
            Self.condition($0, "PodResizeInProgress")?["reason"] == "Error"
        }
        let message = Self.condition(held, "PodResizeInProgress")?["message"]?.stringValue ?? ""
        #expect(message.contains("below current usage"), "\(message)")
        let groups = try Cgroups(of: process)
        let limit = { groups.value("memory", "memory.limit_in_bytes", "memory.max") }
        #expect(limit() == String(96 << 20))
        let removal = try await daemon.kubectl("exec", "full", "--", "rm", "/dev/shm/a")
        #expect(removal.status == 0)
        _ = try await daemon.pod("full", "has less", Self.has("24Mi"))
        #expect(limit() == String(24 << 20))
        #expect(try await daemon.pod("full")?.restartCount("main") == 0)
        _ = try await daemon.kubectl("delete", "pod", "full")
        try await daemon.tearDown()
    }

    @Test("room goes to the more important Pod first, then by quality of service, then by the wait")
    func turns() async throws {
        let daemon = try await TestDaemon()
        let text = try await daemon.kubectl(
            "get", "nodes", "-o", "jsonpath={.items[0].status.allocatable.cpu}"
        ).output
        let cpu = try #require(
            text.hasSuffix("m") ? Int(text.dropLast()) : Int(text).map { $0 * 1000 })
        try await daemon.apply(
            """
            apiVersion: scheduling.k8s.io/v1
            kind: PriorityClass
            metadata: {name: high}
            value: 1000
            """)
        func resources(_ cpu: Int, limited: Bool) -> String {
            let amounts = "{\"cpu\":\"\(cpu)m\",\"memory\":\"16Mi\"}"
            return "{\"requests\":\(amounts)" + (limited ? ",\"limits\":\(amounts)}" : "}")
        }
        let members = [
            ("first", false, ""), ("second", false, ""), ("guaranteed", true, ""),
            ("important", false, "\n  priorityClassName: high"),
        ]
        for (name, limited, extra) in members {
            try await daemon.apply(
                Manifests.pod(
                    name, script: "exec sleep 3600",
                    extra: "    resources: \(resources(10, limited: limited))\(extra)"))
            _ = try await daemon.running(name)
        }
        try await daemon.apply(
            Manifests.pod(
                "big", script: "exec sleep 3600",
                extra: "    resources: {requests: {cpu: \(cpu * 3 / 4)m}}"))
        _ = try await daemon.running("big")
        // Each wants so much that one of them can have it once there is room.
        for (name, limited, _) in members {
            try await resize(daemon, name, resources(cpu * 3 / 5, limited: limited))
            _ = try await daemon.pod(name, "is put off") {
                Self.condition($0, "PodResizePending")?["reason"] == "Deferred"
            }
        }
        var order = ["big", "important", "guaranteed", "first", "second"]
        while order.count > 1 {
            let leaving = order.removeFirst()
            _ = try await daemon.kubectl("delete", "pod", leaving)
            _ = try await daemon.pod(order[0], "has what \(leaving) had") {
                Self.condition($0, "PodResizePending") == nil
                    && $0.container("main")?.value(at: "allocatedResources", "cpu")?.stringValue
                        != "10m"
            }
            for waiting in order.dropFirst() {
                let pod = try #require(try await daemon.pod(waiting))
                #expect(
                    Self.condition(pod, "PodResizePending")?["reason"] == "Deferred", "\(waiting)")
            }
        }
        _ = try await daemon.kubectl("delete", "pod", "second")
        try await daemon.tearDown()
    }

    @Test func whatOthersHaveIsWaitedForAndWhatNobodyHasIsNot() async throws {
        let daemon = try await TestDaemon()
        let node = try await daemon.kubectl(
            "get", "nodes", "-o", "jsonpath={.items[0].status.allocatable.memory}")
        let kibibytes = try #require(Int64(node.output.dropLast(2)), "\(node)")
        func pod(_ name: String, _ memory: Int64) -> String {
            Manifests.pod(
                name, script: "sleep 3600",
                extra: "    resources: {requests: {memory: \(memory)Ki}}")
        }
        try await daemon.apply(pod("big", kibibytes * 3 / 4))
        try await daemon.apply(pod("small", 1024))
        _ = try await daemon.running("big")
        _ = try await daemon.running("small")
        try await resize(daemon, "small", "{\"requests\":{\"memory\":\"\(kibibytes * 2)Ki\"}}")
        _ = try await daemon.pod("small", "is infeasible") {
            Self.condition($0, "PodResizePending")?["reason"] == "Infeasible"
        }
        try await daemon.expectEvents(
            "ResizeInfeasible Pod resize Infeasible: ",
            "Node didn't have enough capacity: memory, requested: \(kibibytes * 2 << 10), ",
            of: "small")
        try await resize(daemon, "small", "{\"requests\":{\"memory\":\"\(kibibytes / 2)Ki\"}}")
        _ = try await daemon.pod("small", "is put off") {
            Self.condition($0, "PodResizePending")?["reason"] == "Deferred"
        }
        try await daemon.expectEvents(
            "ResizeDeferred Pod resize Deferred: ",
            "Node didn't have enough resource: memory, requested: ", of: "small")
        _ = try await daemon.kubectl("delete", "pod", "big")
        _ = try await daemon.pod("small", "has it") {
            Self.condition($0, "PodResizePending") == nil
                && $0.container("main")?.value(at: "allocatedResources", "memory")?.stringValue
                    != "1Mi"
        }
        try await daemon.expectEvents("ResizeCompleted Pod resize completed: ", of: "small")
        _ = try await daemon.kubectl("delete", "pod", "small")
        try await daemon.tearDown()
    }
}
