import ContainerRuntime
import KubernetesClient
import LinuxSystem
import Testing

@testable import Kubelet

@Suite struct UsageMeterTests {
    private static func container(
        _ name: String, of uid: String = "u", startedAt: Int64 = 0, at time: Int64, cpu: UInt64?,
        memory: UInt64? = 4096
    ) -> UsageReading.Container {
        UsageReading.Container(
            podUID: uid, name: name, startedAt: startedAt * .second,
            sample: UsageSample(
                time: time * .second, usage: CgroupUsage(cpuTime: cpu, memoryWorkingSet: memory)))
    }

    private static func reading(
        _ time: Int64, _ containers: [String: UsageReading.Container]
    ) -> UsageReading {
        UsageReading(
            time: time * .second,
            machine: UsageSample(
                time: time * .second,
                usage: CgroupUsage(cpuTime: UInt64(time) * 500_000_000, memoryWorkingSet: 1 << 30)),
            containers: containers)
    }

    @Test func cpuIsTheRateBetweenTwoReadings() {
        let first = Self.reading(
            100,
            [
                "1": Self.container("main", at: 100, cpu: 1_000_000_000),
                "2": Self.container("gone", at: 100, cpu: 5),
            ])
        let second = Self.reading(
            110,
            [
                "1": Self.container("main", at: 110, cpu: 3_000_000_000),
                // From its start on, 4 s ago.
                "3": Self.container("fresh", startedAt: 106, at: 110, cpu: 1_000_000_000),
                // Nothing can be said of these.
                "4": Self.container("unknown", at: 110, cpu: nil),
                "5": Self.container("unmeasured", at: 110, cpu: 1, memory: nil),
            ])
        let usage = second.usage(since: first)
        #expect(usage.time == 110 * .second)
        #expect(usage.window == 10 * .second)
        #expect(usage.machine == NodeUsage.Amounts(cpu: 500_000_000, memory: 1 << 30))
        #expect(
            usage.pods == [
                "u": [
                    NodeUsage.Container(
                        name: "fresh", amounts: NodeUsage.Amounts(cpu: 250_000_000, memory: 4096)),
                    NodeUsage.Container(
                        name: "main", amounts: NodeUsage.Amounts(cpu: 200_000_000, memory: 4096)),
                ]
            ])
    }

    /// A reading of a minute ago at most is the first of the two; else one is made, and a second is
    /// waited for the other.
    @Test func waitsOnlyWhereNobodyHasAskedOfLate() async throws {
        let fixture = try Fixture()
        let meter = UsageMeter(services: fixture.services())
        func windowAfterWait() async throws -> Int64 {
            async let usage = meter.measure()
            try await fixture.eventually("the second reading is awaited") {
                fixture.clock.pending == [1]
            }
            fixture.clock.advance(seconds: 1)
            return try await usage.window
        }
        #expect(try await windowAfterWait() == .second)
        fixture.clock.advance(seconds: 15)
        #expect(try await meter.measure().window == 15 * .second)
        fixture.clock.advance(seconds: 60)
        #expect(try await meter.measure().window == 60 * .second)
        fixture.clock.advance(seconds: 60.5)
        #expect(try await windowAfterWait() == .second)
        // Twice in a moment: never less than a second.
        #expect(try await windowAfterWait() == .second)
    }
}
