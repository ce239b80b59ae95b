import KubernetesAPI
import Testing

@Suite struct PreemptionTests {
    private static func pod(_ name: String, _ priority: Int32, cpu: String) -> PodFootprint {
        var container = Container()
        container.resources.requests["cpu"] = Quantity(cpu)
        var pod = Pod()
        pod.metadata.name = name
        pod.metadata.uid = name
        pod.spec.priority = priority
        pod.spec.containers = [container]
        return PodFootprint(pod)
    }

    /// On a node of four cores.
    private static func outcome(
        for pod: PodFootprint, beside others: [PodFootprint], ending: Set<String> = [],
        startedAt: [String: Int64] = [:], protected: Set<String> = []
    ) -> Preemption.Outcome {
        var occupancy = NodeOccupancy()
        for other in others { occupancy.add(other) }
        let node = NodeFacts(
            name: "here", allocatable: ["cpu": Quantity(value: 4), "pods": Quantity(value: 10)])
        return Preemption.outcome(
            for: pod, on: NodeFit(node: node, occupancy: occupancy), ending: ending,
            startedAt: startedAt, violating: { _ in protected })
    }

    private static func victims(_ outcome: Preemption.Outcome) -> [String]? {
        if case .victims(let victims) = outcome { victims.map(\.name) } else { nil }
    }

    @Test func noMoreEndThanHaveToAndTheLeastImportantFirst() {
        let others = [
            Self.pod("a", 1, cpu: "2"), Self.pod("b", 2, cpu: "1"), Self.pod("c", 3, cpu: "1"),
        ]
        let one = Self.outcome(for: Self.pod("x", 10, cpu: "1"), beside: others)
        #expect(Self.victims(one) == ["a"], "those that are more important come back first")
        let three = Self.outcome(for: Self.pod("x", 10, cpu: "3"), beside: others)
        #expect(Self.victims(three) == ["b", "a"])
        let four = Self.outcome(for: Self.pod("x", 10, cpu: "4"), beside: others)
        #expect(Self.victims(four) == ["c", "b", "a"])
    }

    @Test func onlyLessImportantOnesEnd() {
        let others = [Self.pod("a", 10, cpu: "2"), Self.pod("b", 1, cpu: "1")]
        #expect(Self.outcome(for: Self.pod("x", 10, cpu: "3"), beside: others) == .none)
        #expect(Self.outcome(for: Self.pod("x", 1, cpu: "3"), beside: others) == .none)
        #expect(Self.outcome(for: Self.pod("x", 2, cpu: "5"), beside: []) == .none)
        #expect(
            Self.victims(Self.outcome(for: Self.pod("x", 5, cpu: "2"), beside: others)) == ["b"])
    }

    @Test func amongEqualsTheYoungestEnds() {
        let others = [Self.pod("old", 1, cpu: "2"), Self.pod("young", 1, cpu: "2")]
        let outcome = Self.outcome(
            for: Self.pod("x", 10, cpu: "1"), beside: others,
            startedAt: ["old": 1, "young": 2])
        #expect(Self.victims(outcome) == ["young"])
    }

    @Test func whoEndsAlreadyIsWaitedFor() {
        let others = [Self.pod("a", 1, cpu: "2"), Self.pod("b", 1, cpu: "2")]
        #expect(
            Self.outcome(for: Self.pod("x", 10, cpu: "1"), beside: others, ending: ["a"])
                == .ending)
    }

    @Test func disruptionBudgetsAreSparedWhereOthersWillDo() {
        let others = [Self.pod("a", 1, cpu: "2"), Self.pod("b", 2, cpu: "2")]
        let spared = Self.outcome(
            for: Self.pod("x", 10, cpu: "1"), beside: others, protected: ["a"])
        #expect(Self.victims(spared) == ["b"])
        let taken = Self.outcome(
            for: Self.pod("x", 10, cpu: "4"), beside: others, protected: ["a"])
        #expect(Self.victims(taken) == ["a", "b"])
    }
}
