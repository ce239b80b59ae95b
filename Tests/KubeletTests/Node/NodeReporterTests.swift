import JSON
import KubernetesAPI
import KubernetesClient
import Synchronization
import Testing

@testable import Kubelet

@Suite struct NodeReporterTests {
    private static func lease(_ client: FakeClient) async -> Lease? {
        try? await client.get(Lease.self, namespace: NodeLease.namespace, name: "node")
    }

    private static func node(_ client: FakeClient) async -> Node? {
        try? await client.get(Node.self, name: "node")
    }

    @Test func theLeaseIsRenewedAndMadeAgain() async throws {
        let fixture = try Fixture()
        try await fixture.run { _ in
            try await fixture.eventually("there is a Lease") {
                await Self.lease(fixture.client) != nil
            }
            let first = try #require(await Self.lease(fixture.client))
            #expect(first.spec.holderIdentity == "node")
            #expect(first.spec.leaseDurationSeconds == 40)
            #expect(first.metadata.ownerReferences.map(\.kind) == ["Node"])
            try await fixture.eventually("sleeps") { fixture.clock.pending.contains(10) }
            fixture.clock.advance(seconds: 10)
            try await fixture.eventually("it is renewed") {
                await Self.lease(fixture.client)?.spec.renewTime
                    == first.spec.renewTime.map { $0 + .seconds(10) }
            }
            _ = try await fixture.client.delete(
                .leases, namespace: NodeLease.namespace, name: "node", options: DeleteOptions())
            try await fixture.eventually("it is made again") {
                fixture.clock.advance(seconds: 10)
                return await Self.lease(fixture.client) != nil
            }
        }
    }

    @Test func theConditionsHaveARecentHeartbeat() async throws {
        let fixture = try Fixture()
        try await fixture.run { _ in
            try await fixture.eventually("there is a Node") {
                await Self.node(fixture.client)?.status.conditions.isEmpty == false
            }
            let before = try #require(await Self.node(fixture.client)).status.conditions
            try await fixture.eventually("the heartbeat is awaited") {
                fixture.clock.pending.filter { $0 == 300 }.count >= 2
            }
            fixture.clock.advance(seconds: 300)
            try await fixture.eventually("there was one") {
                let after = await Self.node(fixture.client)?.status.conditions ?? []
                return zip(before, after).allSatisfy { old, new in
                    new.lastHeartbeatTime == old.lastHeartbeatTime.map { $0 + .seconds(300) }
                        && new.lastTransitionTime == old.lastTransitionTime
                }
            }
        }
    }

    @Test("devices that somebody lists as capacity are there to be had, and stay")
    func devices() async throws {
        let fixture = try Fixture()
        @Sendable func given() async -> Quantity? {
            await Self.node(fixture.client)?.status.allocatable["example.com/dongle"]
        }
        try await fixture.run { _ in
            try await fixture.eventually("there is a Node") {
                await Self.node(fixture.client)?.status.conditions.isEmpty == false
            }
            await fixture.client.change(.nodes, "node") {
                $0.set("4", at: "status", "capacity", "example.com/dongle")
            }
            try await fixture.eventually("they are allocatable") {
                await given() == Quantity(value: 4)
            }
        }
        try await fixture.run { _ in
            try await fixture.eventually("it has come up again") {
                fixture.events.nodeLines.count { $0.hasPrefix("Starting") } == 2
            }
            #expect(await given() == Quantity(value: 4))
        }
    }

    @Test func aNodeThatIsTakenAwayComesBackWithItsPressure() async throws {
        let fixture = try Fixture()
        fixture.left.withLock {
            $0 = [.memoryAvailable: EvictionObservation(available: 1, capacity: 1 << 30)]
        }
        @Sendable func isPressed() async -> Bool {
            await Self.node(fixture.client)?.status.conditions.contains {
                $0.type.rawValue == "MemoryPressure" && $0.status.rawValue == "True"
            } == true
        }
        try await fixture.run { _ in
            try await fixture.eventually("memory is short") {
                fixture.clock.advance(seconds: 10)
                return await isPressed()
            }
            _ = try await fixture.client.delete(
                .nodes, namespace: nil, name: "node", options: DeleteOptions())
            try await fixture.eventually("it is back") { await isPressed() }
        }
    }
}
