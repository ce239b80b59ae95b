import KubernetesAPI
import Testing

@testable import Registry

@Suite struct TaintEvictionTests {
    private static func time(_ seconds: Int64) -> Timestamp { Timestamp(secondsSince1970: seconds) }

    private static func taint(_ key: String, added: Int64? = nil) -> Taint {
        .with {
            $0.key = key
            $0.effect = "NoExecute"
            $0.timeAdded = added.map(time)
        }
    }

    /// A Pod that bears taints for so many seconds; nil bears them for ever.
    private static func pod(_ name: String, _ bears: [String: Int64?], made: Int64 = 0) -> Pod {
        .with {
            $0.metadata.name = name
            $0.metadata.namespace = "lab"
            $0.metadata.uid = name
            $0.metadata.creationTimestamp = time(made)
            $0.spec.tolerations = bears.map { key, seconds in
                .with {
                    $0.key = key
                    $0.operator = .exists
                    $0.tolerationSeconds = seconds
                }
            }
        }
    }

    private static func plan(
        _ pod: Pod, _ taints: [Taint], before: [String: TaintEviction.Waiting] = [:],
        at now: Int64
    ) -> TaintEviction.Plan {
        TaintEviction.Plan([pod], taints, before: before, now: time(now))
    }

    @Test func whoDoesNotBearItGoesAtOnce() {
        #expect(Self.plan(Self.pod("a", [:]), [Self.taint("out")], at: 100).due.count == 1)
        let tolerant = Self.plan(Self.pod("a", ["out": nil]), [Self.taint("out")], at: 100)
        #expect(tolerant.due.isEmpty && tolerant.waiting.isEmpty && tolerant.spared.isEmpty)
        let half = Self.pod("a", ["out": nil])
        #expect(
            Self.plan(half, [Self.taint("out"), Self.taint("other")], at: 100).due.count == 1)
        var over = Self.pod("a", [:])
        over.status.phase = .succeeded
        #expect(Self.plan(over, [Self.taint("out")], at: 100).due.isEmpty)
    }

    @Test func whoBearsItForAWhileStaysThatLong() {
        let pod = Self.pod("a", ["out": 60])
        let first = Self.plan(pod, [Self.taint("out")], at: 100)
        #expect(first.waiting["a"]?.due == Self.time(160))
        let second = Self.plan(pod, [Self.taint("out")], before: first.waiting, at: 159)
        #expect(second.waiting == first.waiting && second.due.isEmpty)
        let third = Self.plan(pod, [Self.taint("out")], before: first.waiting, at: 160)
        #expect(third.due.count == 1 && third.waiting.isEmpty)
        // One that comes to a taint that is there has all of its time.
        let added = [Self.taint("out", added: 10)]
        #expect(Self.plan(pod, added, at: 20).waiting["a"]?.due == Self.time(70))
        let late = Self.pod("a", ["out": 60], made: 90)
        #expect(Self.plan(late, added, at: 91).waiting["a"]?.due == Self.time(150))
    }

    @Test func whoMayStayAfterAllIsTold() {
        let pod = Self.pod("a", ["out": 60])
        let first = Self.plan(pod, [Self.taint("out")], at: 100)
        #expect(Self.plan(pod, [], before: first.waiting, at: 110).spared.map(\.name) == ["a"])
        let tolerant = Self.pod("a", ["out": nil])
        #expect(
            Self.plan(tolerant, [Self.taint("out")], before: first.waiting, at: 110).spared.count
                == 1)
        var gone = pod
        gone.metadata.deletionTimestamp = Self.time(105)
        #expect(Self.plan(gone, [], before: first.waiting, at: 110).spared.isEmpty)
    }
}
