import JSON
import KubernetesAPI
import Testing

@testable import Kubelet

@Suite struct AdmissionTests {
    private static let node = NodeFacts(
        name: "node", labels: ["disk": "ssd"],
        allocatable: [
            "cpu": Quantity(value: 2), "memory": Quantity("1Gi"), "pods": Quantity(value: 2),
        ])

    private static func pod(
        _ name: String = "a", cpu: String = "100m", _ change: (inout Pod) -> Void = { _ in }
    ) -> Pod {
        .bound(
            named: name,
            [.named("main") { $0.resources.requests = ["cpu": Quantity(checking: .string(cpu))!] }],
            change)
    }

    private static func rejection(
        _ pod: Pod, beside others: [Pod] = [], pressure: Set<NodePressure> = []
    ) -> String {
        let allocations = NodeAllocations(node: node)
        for other in others { _ = allocations.admit(other) }
        allocations.set(pressure)
        return allocations.admit(pod).rejection.map { "\($0.reason): \($0.message)" } ?? ""
    }

    @Test func whatDoesNotFitIsRejectedInTheKubeletsWords() {
        #expect(Self.rejection(Self.pod(cpu: "2")) == "")
        #expect(
            Self.rejection(Self.pod(cpu: "3"), beside: [Self.pod("b", cpu: "500m")])
                == "OutOfcpu: Pod was rejected: Node didn't have enough resource: cpu, requested: "
                + "3000, used: 500, capacity: 2000")
        #expect(
            Self.rejection(Self.pod(), beside: [Self.pod("b"), Self.pod("c")])
                == "OutOfpods: Pod was rejected: Node didn't have enough resource: pods, requested: "
                + "1, used: 2, capacity: 2")
        #expect(
            Self.rejection(Self.pod { $0.spec.nodeSelector = ["disk": "hdd"] })
                == "NodeAffinity: Pod was rejected: Predicate NodeAffinity failed: node(s) didn't "
                + "match Pod's node affinity/selector")
        #expect(
            Self.rejection(Self.pod { $0.spec.os = .with { $0.name = "windows" } })
                .hasPrefix("PodOSNotSupported: "))
        #expect(
            Self.rejection(
                Self.pod {
                    $0.spec.containers[0].resources.requests["example.com/gpu"] = Quantity(value: 1)
                }) == "", "what no node has may be a matter of the cluster's")
    }

    @Test func predicatesAreInTheKubeletsWords() {
        var tainted = Self.node
        tainted.taints = [
            .with {
                $0.key = "out"
                $0.effect = "NoExecute"
            }
        ]
        let allocations = NodeAllocations(node: tainted)
        let rejection = allocations.admit(Self.pod()).rejection
        #expect(rejection?.reason == "TaintToleration")
        #expect(
            rejection?.message
                == "Pod was rejected: Predicate TaintToleration failed: node(s) had taints that the "
                + "pod didn't tolerate")
        func serving(_ name: String) -> Pod {
            Self.pod(name) {
                $0.spec.containers[0].ports = [
                    .with {
                        $0.containerPort = 80
                        $0.hostPort = 80
                    }
                ]
            }
        }
        #expect(
            Self.rejection(serving("a"), beside: [serving("b")])
                == "NodePorts: Pod was rejected: Predicate NodePorts failed: node(s) didn't have "
                + "free ports for the requested pod ports")
    }

    @Test("a critical Pod is rejected for want of resources only where no end of others would do")
    func criticalPods() {
        func critical(_ change: (inout Pod) -> Void = { _ in }) -> Pod {
            Self.pod(cpu: "2") {
                $0.spec.priority = 2_000_000_000
                change(&$0)
            }
        }
        var other = Self.pod("b", cpu: "500m")
        #expect(Self.rejection(critical(), beside: [other]) == "", "the other one ends")
        other.spec.priority = 2_000_000_000
        #expect(
            Self.rejection(critical(), beside: [other])
                == "UnexpectedAdmissionError: Pod was rejected: Unexpected error while attempting "
                + "to recover from admission failure: preemption: error finding a set of pods to "
                + "preempt: no set of running pods found to reclaim resources: [(res: cpu, q: "
                + "500), ]")
        #expect(
            Self.rejection(critical { $0.spec.nodeSelector = ["disk": "hdd"] }, beside: [other])
                .hasPrefix("NodeAffinity: "))
    }

    @Test func aNodeUnderPressureTakesOnlySome() {
        let bestEffort = Pod.bound(named: "a", [.named("main")])
        let message = "Evicted: Pod was rejected: The node had condition: [MemoryPressure]. "
        #expect(Self.rejection(bestEffort, pressure: [.memory]) == message)
        #expect(Self.rejection(Self.pod(), pressure: [.memory]) == "")
        #expect(
            Self.rejection(Self.pod(), pressure: [.memory, .disk])
                == "Evicted: Pod was rejected: The node had condition: [MemoryPressure "
                + "DiskPressure]. ")
        var critical = bestEffort
        critical.spec.priority = 2_000_000_000
        #expect(Self.rejection(critical, pressure: [.disk]) == "")
    }

    @Test func whatRanBeforeIsNotJudgedAgain() {
        let running = Self.pod(cpu: "3") { $0.status.startTime = Timestamp(secondsSince1970: 1) }
        #expect(Self.rejection(running) == "")
        #expect(
            Self.rejection(Self.pod("b"), beside: [running]).hasPrefix("OutOfcpu: "),
            "but it counts")
    }

    @Test func aRejectedPodFailsAndHasNothing() async throws {
        let fixture = try Fixture()
        try await fixture.run { kubelet in
            await fixture.client.put(Self.pod("big", cpu: "8"))
            try await fixture.eventually("it fails") {
                await fixture.status("big").phase == .failed
            }
            let status = await fixture.status("big")
            #expect(status.reason == "OutOfcpu")
            #expect(
                status.message
                    == "Pod was rejected: Node didn't have enough resource: cpu, requested: 8000, "
                    + "used: 0, capacity: 2000")
            #expect(status.containerStatuses.isEmpty)
            #expect(status.startTime != nil)
            #expect(status.observedGeneration == 1)
            #expect(status.qosClass == .burstable)
            #expect(status.conditions.isEmpty, "nothing was ever done for it")
            #expect(await fixture.runtime.calls.isEmpty)
            // Its room is free: another one of any size may come.
            await fixture.client.put(Self.pod("other", cpu: "2"))
            try await fixture.eventually("another one runs") {
                await fixture.status("other").phase == .running
            }
        }
        // A restart leaves it as it is.
        try await fixture.run { kubelet in
            try await fixture.eventually("it is seen") { kubelet.worker(uid: "uid-big") != nil }
            await fixture.client.put(Self.pod("third", cpu: "8"))
            try await fixture.eventually("the next one fails") {
                await fixture.status("third").reason == "OutOfcpu"
            }
            #expect(await fixture.status("big").reason == "OutOfcpu")
            #expect(await fixture.status("big").containerStatuses.isEmpty)
        }
    }
}
