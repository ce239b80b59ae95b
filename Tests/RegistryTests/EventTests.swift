import JSON
import KubernetesAPI
import KubernetesClient
import Testing

@testable import Registry

@Suite(.timeLimit(.minutes(1))) struct EventTests {
    @Test func bothGroupsAreApplied() async throws {
        let test = try await TestRegistry()
        func apply(_ note: JSONValue, as manager: String) async throws -> JSONValue {
            try await test.registry.patch(
                .eventsV1, namespace: "lab", name: "e", subresource: nil,
                patch: Patch(
                    .apply,
                    [
                        "apiVersion": "events.k8s.io/v1", "kind": "Event",
                        "metadata": ["name": "e"], "eventTime": "2027-01-15T08:00:00.000000Z",
                        "action": "Look", "reason": "Seen", "type": "Normal", "note": note,
                        "reportingController": "example.org/eye", "reportingInstance": "left",
                        "regarding": ["kind": "Pod", "name": "a", "namespace": "lab"],
                    ]), options: WriteOptions(fieldManager: manager))
        }
        let made = try await apply("first", as: "one")
        #expect(made["apiVersion"] == "events.k8s.io/v1")
        #expect(made["note"] == "first")
        #expect(try await apply("first", as: "one") == made)
        let stored = try await test.registry.get(.events, namespace: "lab", name: "e")
        #expect(stored["message"] == "first")
        #expect(await refusal { try await apply("second", as: "two") }?.code == 409)
    }

    @Test func repeatedEventsAreCounted() async throws {
        let test = try await TestRegistry()
        let pod = Pod(json: try await test.createPod("a"))
        let clock = test.clock
        let recorder = EventRecorder(component: "kubelet", host: "here", now: { clock.now })
        let running = Task { await recorder.run(writingTo: test.registry) }
        defer { running.cancel() }
        let reference = ObjectReference(to: pod, fieldPath: "spec.containers{main}")
        for _ in 0..<3 {
            recorder.record(
                .warning, reason: "BackOff", message: "again", about: reference,
                annotations: ["starved_resource": "memory"])
            clock.advance(.seconds(10))
        }
        recorder.record(.normal, reason: "Started", message: "up", about: reference)

        var events: [String: Event] = [:]
        for await update in test.registry.updates(of: Event.self, namespace: "lab") {
            switch update {
            case .synchronized(let all): for event in all { events[event.reason] = event }
            case .applied(let event): events[event.reason] = event
            case .deleted: break
            }
            if events["Started"] != nil { break }
        }
        let backOff = try #require(events["BackOff"])
        #expect(events.count == 2)
        #expect(backOff.count == 3)
        #expect(backOff.type == "Warning")
        #expect(backOff.metadata.annotations == ["starved_resource": "memory"])
        #expect(backOff.firstTimestamp == Timestamp("2027-01-15T08:00:00Z"))
        #expect(backOff.lastTimestamp == Timestamp("2027-01-15T08:00:20Z"))
        #expect(backOff.involvedObject.fieldPath == "spec.containers{main}")
        #expect(backOff.involvedObject.uid == pod.metadata.uid)
        #expect(
            backOff.source
                == EventSource.with {
                    $0.component = "kubelet"; $0.host = "here"
                })
    }

    @Test func eventsExpireAfterTheyLastHappened() async throws {
        let test = try await TestRegistry()
        func event(_ name: String) -> Event {
            .with {
                $0.metadata.name = name
                $0.metadata.namespace = "lab"
                $0.involvedObject.namespace = "lab"
                $0.lastTimestamp = test.clock.now
            }
        }
        _ = try await test.registry.create(event("old"))
        test.clock.advance(.seconds(1800))
        _ = try await test.registry.create(event("new"))
        let expiry = EventExpiry(registry: test.registry)
        #expect(try await expiry.removeExpired() == .seconds(1800))
        test.clock.advance(.seconds(1800))
        #expect(try await expiry.removeExpired() == .seconds(1800))
        let left = try await test.registry.list(Event.self).items.map(\.metadata.name)
        #expect(left == ["new"])
        // Due soon, but not woken up for it alone.
        test.clock.advance(.seconds(1795))
        #expect(try await expiry.removeExpired() == .seconds(60))
        test.clock.advance(.seconds(60))
        #expect(try await expiry.removeExpired() == .seconds(3600))
        #expect(try await test.registry.list(Event.self).items.isEmpty)
    }

    @Test func anEventIsWithItsObject() async throws {
        let test = try await TestRegistry()
        let error = await refusal {
            try await test.registry.create(
                Event.with {
                    $0.metadata.name = "e"
                    $0.metadata.namespace = "lab"
                    $0.involvedObject.namespace = "default"
                })
        }
        #expect(error?.code == 422)
    }
}
