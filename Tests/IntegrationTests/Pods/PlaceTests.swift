import Foundation
import JSON
import Testing

/// Which Pods get a place on the node, and who has to leave it.
@Suite(.serialized)
struct PlaceTests {
    private static func failed(_ reason: String) -> @Sendable (JSONValue) -> Bool {
        {
            $0.value(at: "status", "phase") == "Failed"
                && $0.value(at: "status", "reason")?.stringValue == reason
        }
    }

    private func events(_ daemon: TestDaemon, of pod: String) async throws -> String {
        try await daemon.kubectl(
            "get", "events", "--field-selector", "involvedObject.name=\(pod)", "-o",
            "jsonpath={range .items[*]}{.source.component}{.reportingComponent} {.reason}: {.message}{\"\\n\"}{end}"
        ).output
    }

    private func node(_ daemon: TestDaemon, _ path: String) async throws -> String {
        try await daemon.kubectl("get", "nodes", "-o", "jsonpath={.items[0].\(path)}").output
    }

    /// Thousandths of a core that Pods may ask for.
    private func allocatable(_ daemon: TestDaemon) async throws -> Int {
        let text = try await node(daemon, "status.allocatable.cpu")
        return text.hasSuffix("m")
            ? try #require(Int(text.dropLast())) : try #require(Int(text)) * 1000
    }

    @Test(
        "the kubelet rejects what was bound to it and does not fit, and makes room for critical Pods"
    )
    func admission() async throws {
        let daemon = try await TestDaemon()
        let name = try await node(daemon, "metadata.name")
        let cpu = try await allocatable(daemon)
        func pod(_ pod: String, _ cpu: Int, _ extra: String = "") -> String {
            Manifests.pod(
                pod, script: "exec sleep 3600",
                extra: """
                        resources: {requests: {cpu: \(cpu)m}}
                      nodeName: \(name)
                    \(extra)
                    """)
        }
        try await daemon.apply(pod("web", cpu / 2))
        _ = try await daemon.running("web")
        try await daemon.apply(pod("big", cpu))
        let big = try await daemon.pod("big", "rejected", Self.failed("OutOfcpu"))
        #expect(
            big.value(at: "status", "message")?.stringValue
                == "Pod was rejected: Node didn't have enough resource: cpu, requested: \(cpu), "
                + "used: \(cpu / 2), capacity: \(cpu)")
        #expect(big.value(at: "status", "conditions")?.arrayValue ?? [] == [])
        #expect(big.value(at: "status", "containerStatuses") == nil)
        #expect(big.value(at: "status", "startTime") != nil)
        try await daemon.expectEvents(
            "OutOfcpu Node didn't have enough resource: cpu, requested: \(cpu)", of: "big")
        try await daemon.apply(pod("picky", 1, "  nodeSelector: {disk: ssd}"))
        let picky = try await daemon.pod("picky", "rejected", Self.failed("NodeAffinity"))
        #expect(
            picky.value(at: "status", "message")
                == "Pod was rejected: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector"
        )
        let critical = pod("critical", cpu, "  priorityClassName: system-node-critical")
        let applied = try await daemon.swiftlet(
            "apply", "-n", "kube-system", "-f", "-", input: critical)
        #expect(applied.status == 0, "\(applied.error)")
        let web = try await daemon.pod("web", "has ended for it", Self.failed("Preempting"))
        #expect(
            web.condition("DisruptionTarget")?["message"]
                == "Pod was preempted by Kubelet to accommodate a critical pod.")
        _ = try await daemon.running("critical", namespace: "kube-system")
        try await daemon.tearDown()
    }

    @Test("the scheduler says why a Pod waits, and gives it its place when that is over")
    func waiting() async throws {
        let daemon = try await TestDaemon()
        let name = try await node(daemon, "metadata.name")
        let cpu = try await allocatable(daemon)
        func pod(_ pod: String, _ resources: String, _ extra: String = "") -> String {
            Manifests.pod(
                pod, script: "exec sleep 3600",
                extra: "    resources: {requests: {\(resources)}}\n\(extra)")
        }
        try await daemon.apply(pod("low", "cpu: \(cpu)m"))
        _ = try await daemon.running("low")
        try await daemon.apply(
            pod("gated", "cpu: 1m", "  schedulingGates: [{name: example.com/quota}]"))
        try await daemon.apply(
            Manifests.pod(
                "dongles", script: "exec sleep 3600",
                extra: "    resources: {limits: {example.com/dongle: 3}}"))
        let dongles = try await daemon.pod("dongles", "waits") {
            $0.condition("PodScheduled")?["reason"] == "Unschedulable"
        }
        #expect(dongles.condition("PodScheduled")?["observedGeneration"] == 1)
        try await daemon.expectEvents(
            "FailedScheduling 0/1 nodes are available: 1 Insufficient example.com/dongle. ",
            of: "dongles")
        let gated = try await daemon.pod("gated", "is held back") {
            $0.condition("PodScheduled")?["reason"] == "SchedulingGated"
        }
        #expect(
            gated.condition("PodScheduled")?["message"]
                == "Scheduling is blocked due to non-empty scheduling gates")
        #expect(try await daemon.kubectl("get", "pod", "gated").output.contains("SchedulingGated"))

        // Somebody lists devices, and somebody takes the gate away.
        let listed = try await daemon.kubectl(
            "patch", "node", name, "--subresource", "status", "-p",
            "{\"status\":{\"capacity\":{\"example.com/dongle\":\"4\"}}}")
        #expect(listed.status == 0, "\(listed.error)")
        _ = try await daemon.running("dongles")
        let opened = try await daemon.kubectl(
            "patch", "pod", "gated", "--type", "json", "-p",
            "[{\"op\":\"remove\",\"path\":\"/spec/schedulingGates\"}]")
        #expect(opened.status == 0, "\(opened.error)")
        // Its place is taken; a more important one has it freed.
        _ = try await daemon.pod("gated", "waits for room") {
            $0.condition("PodScheduled")?["message"]?.stringValue?.hasPrefix(
                "0/1 nodes are available: 1 Insufficient cpu.") == true
        }
        try await daemon.apply(
            """
            apiVersion: scheduling.k8s.io/v1
            kind: PriorityClass
            metadata: {name: high}
            value: 1000
            """)
        try await daemon.apply(pod("high", "cpu: 1m", "  priorityClassName: high"))
        let high = try await daemon.running("high")
        #expect(high.value(at: "status", "nominatedNodeName") == nil)
        _ = try await daemon.running("gated")
        let uid = high.value(at: "metadata", "uid")?.stringValue ?? ""
        _ = try await eventually("who took its place is told") {
            try await events(daemon, of: "low").contains(
                "default-scheduler Preempted: Preempted by pod \(uid) on node \(name)") ? true : nil
        }
        try await daemon.tearDown()
    }

    @Test(
        "Pods that do not tolerate a NoExecute taint leave, those that do for a while leave later")
    func taints() async throws {
        let daemon = try await TestDaemon()
        let name = try await node(daemon, "metadata.name")
        func pod(_ pod: String, _ tolerations: String = "") -> String {
            Manifests.pod(
                pod, script: "exec sleep 3600", extra: "  tolerations: [\(tolerations)]")
        }
        let bears = "key: out, operator: Exists, effect: NoExecute"
        try await daemon.apply(pod("leaves"))
        try await daemon.apply(pod("stays", "{\(bears)}"))
        try await daemon.apply(pod("spared", "{\(bears), tolerationSeconds: 3600}"))
        for name in ["leaves", "stays", "spared"] { _ = try await daemon.running(name) }
        #expect(try await daemon.kubectl("taint", "node", name, "out=1:NoExecute").status == 0)
        _ = try await eventually("it is gone") {
            try await daemon.pod("leaves") == nil ? true : nil
        }
        // One that comes when the taint is there has its time too.
        try await daemon.apply(pod("later", "{\(bears), tolerationSeconds: 1}"))
        _ = try await eventually("it is gone as well") {
            let marked = try await events(daemon, of: "later").contains(
                "TaintManagerEviction: Marking for deletion Pod default/later")
            let later = try await daemon.pod("later")
            return marked && later == nil ? true : nil
        }
        _ = try await eventually("its going is told, and by whom") {
            try await events(daemon, of: "leaves").contains(
                "taint-eviction-controller TaintManagerEviction: Marking for deletion Pod default/leaves"
            ) ? true : nil
        }
        #expect(try await daemon.pod("stays")?.isReady == true)
        #expect(try await daemon.pod("spared")?.isReady == true)
        #expect(try await daemon.kubectl("taint", "node", name, "out-").status == 0)
        _ = try await eventually("it may stay after all") {
            try await events(daemon, of: "spared").contains(
                "TaintManagerEviction: Cancelling deletion of Pod default/spared") ? true : nil
        }
        #expect(try await daemon.kubectl("cordon", name).status == 0)
        _ = try await eventually("the node says that it takes nobody") {
            try await events(daemon, of: name).contains(
                "NodeNotSchedulable: Node \(name) status is now: NodeNotSchedulable") ? true : nil
        }
        try await daemon.tearDown()
    }
}
