import KubernetesAPI
import Testing

@testable import Kubelet

@Suite struct CriticalPreemptionTests {
    private static func pod(
        _ name: String, _ priority: Int32 = 0, cpu: String? = nil, limit: String? = nil
    ) -> PodFootprint {
        let pod = Pod.bound(
            named: name,
            [
                .named("main") {
                    if let cpu {
                        $0.resources.requests = ["cpu": Quantity(cpu)!, "memory": "1Mi"]
                    }
                    if let limit {
                        $0.resources.limits = ["cpu": Quantity(limit)!, "memory": "1Mi"]
                    }
                }
            ]
        ) { $0.spec.priority = priority }
        return PodFootprint(pod)
    }

    private static let critical = pod("critical", 2_000_000_000, cpu: "1")

    /// So many thousandths of a core too few.
    private static func lacking(_ cpu: Int64) -> [FitFailure] {
        [.insufficient(resource: "cpu", requested: cpu, used: 4000, capacity: 4000)]
    }

    private static func victims(_ failures: [FitFailure], _ others: [PodFootprint]) -> [String]? {
        CriticalPreemption.victims(for: critical, lacking: failures, among: others)?
            .map(\.name).sorted()
    }

    @Test func thoseThatArePromisedLeastEnd() {
        let others = [
            Self.pod("guaranteed", cpu: "1", limit: "1"), Self.pod("burstable", cpu: "1"),
            Self.pod("small", cpu: "200m"),
        ]
        #expect(Self.victims(Self.lacking(1000), others) == ["burstable"])
        #expect(Self.victims(Self.lacking(100), others) == ["small"])
        #expect(Self.victims(Self.lacking(1200), others) == ["burstable", "small"])
        #expect(Self.victims(Self.lacking(2000), others) == ["burstable", "guaranteed"])
        #expect(Self.victims(Self.lacking(3000), others) == nil)
    }

    @Test func amountsMayBeAsGreatAsNumbersGet() {
        let missing = CriticalPreemption.missing(
            for: Self.critical,
            lacking: [
                .insufficient(resource: "cpu", requested: .max, used: 4000, capacity: -1),
                .tooManyPods(used: 3, capacity: .min),
            ], among: [])
        #expect(missing == ["cpu": .max, "pods": .max])
    }

    @Test func onlyWhatTheMachineDoesNotDependOnEnds() {
        let other = Self.pod("other", 2_000_000_000, cpu: "1")
        #expect(Self.victims(Self.lacking(1000), [other]) == nil)
        #expect(Self.victims([.hostPorts], [Self.pod("a", cpu: "1")]) == nil)
        #expect(
            Self.victims(
                [.tooManyPods(used: 5, capacity: 5)], [Self.pod("a"), Self.pod("b", cpu: "1")])
                == ["a"])
    }

    private static func bound(_ name: String, _ cpu: String, _ priority: Int32) -> Pod {
        Pod.bound(
            named: name,
            [.named("\(name)-main") { $0.resources.requests["cpu"] = Quantity(cpu) }]
        ) { $0.spec.priority = priority }
    }

    /// Has `critical` take the room of `web`, which is told to end and does not yet.
    private static func preempt(_ fixture: Fixture) async throws {
        await fixture.client.put(bound("web", "1500m", 0))
        try await fixture.eventually("running") {
            await fixture.status("web").phase == .running
        }
        await fixture.client.put(bound("critical", "1", 2_000_000_000))
        try await fixture.eventually("the other one ends") {
            await fixture.runtime.calls.contains("stop web-main 30")
                && fixture.clock.pending.contains(30)
        }
    }

    @Test("a critical Pod begins when those that had its room have ended, not before")
    func waits() async throws {
        let fixture = try Fixture()
        await fixture.runtime.ignoreStop("web-main")
        try await fixture.run { _ in
            try await Self.preempt(fixture)
            #expect(await fixture.runtime.sandboxes.count == 1)
            #expect(await fixture.status("critical").startTime == nil)
            fixture.clock.advance(seconds: 30)
            try await fixture.eventually("it runs") {
                await fixture.status("critical").phase == .running
            }
            #expect(await fixture.status("web").phase == .failed)
        }
    }

    @Test("one that waits for room can be deleted")
    func deletion() async throws {
        let fixture = try Fixture()
        await fixture.runtime.ignoreStop("web-main")
        try await fixture.run { _ in
            try await Self.preempt(fixture)
            await fixture.client.requestDeletion("critical", grace: 30)
            try await fixture.eventually("gone") {
                await fixture.client.pod("critical") == nil
            }
            #expect(await !fixture.runtime.calls.contains("create critical-main/0"))
        }
    }

    @Test("a critical Pod has its room, and who had it fails")
    func life() async throws {
        let fixture = try Fixture()
        let bound = Self.bound
        try await fixture.run { _ in
            await fixture.client.put(bound("web", "1500m", 0))
            try await fixture.eventually("running") {
                await fixture.status("web").phase == .running
            }
            await fixture.client.put(bound("critical", "1", 2_000_000_000))
            try await fixture.eventually("it runs") {
                await fixture.status("critical").phase == .running
            }
            try await fixture.eventually("the other one has failed") {
                fixture.clock.advance(seconds: 31)
                return await fixture.status("web").phase == .failed
            }
            let status = await fixture.status("web")
            #expect(status.reason == "Preempting")
            #expect(status.message == "Preempted in order to admit critical pod")
            let condition = status.conditions.first { $0.type.rawValue == "DisruptionTarget" }
            #expect(condition?.reason == "TerminationByKubelet")
            #expect(
                condition?.message
                    == "Pod was preempted by Kubelet to accommodate a critical pod.")
            #expect(condition?.observedGeneration == 1)
        }
        #expect(
            fixture.events.lines.contains("Preempting: Preempted in order to admit critical pod"))
    }
}
