import JSON
import KubernetesAPI
import KubernetesClient
import Registry
import Testing

@Suite(.timeLimit(.minutes(1))) struct EventsViewTests {
    private static let event: JSONValue = [
        "apiVersion": "events.k8s.io/v1", "kind": "Event", "metadata": ["name": "e"],
        "eventTime": "2027-01-15T08:00:00.000000Z", "type": "Normal", "reason": "Tested",
        "action": "Test", "note": "it works", "reportingController": "example.com/test",
        "reportingInstance": "test-1",
        "regarding": ["kind": "Pod", "namespace": "lab", "name": "a"],
    ]

    @Test func whatOneGroupWritesTheOtherReads() async throws {
        let test = try await TestRegistry()
        let made = try await test.create(Self.event, type: .eventsV1)
        #expect(made["note"] == "it works")
        #expect(made["apiVersion"] == "events.k8s.io/v1")
        let core = try await test.registry.get(.events, namespace: "lab", name: "e")
        #expect(core["apiVersion"] == "v1")
        #expect(core["message"] == "it works")
        #expect(core.text("involvedObject", "name") == "a")
        #expect(core["reportingComponent"] == "example.com/test")
        let list = try await test.registry.list(
            .eventsV1, namespace: "lab",
            options: ListOptions(fieldSelector: "regarding.name=a"))
        #expect(list.items == [made])
        let patched = try await test.registry.patch(
            .eventsV1, namespace: "lab", name: "e", subresource: nil,
            patch: Patch(
                .merge,
                ["series": ["count": 2, "lastObservedTime": "2027-01-15T08:00:01.000000Z"]]),
            options: WriteOptions())
        #expect(patched.number("series", "count") == 2)
        _ = try await test.registry.delete(
            .eventsV1, namespace: "lab", name: "e", options: DeleteOptions())
        #expect(
            await refusal { try await test.registry.get(.events, namespace: "lab", name: "e") }?
                .code == 404)
    }

    @Test func theNewerGroupAsksForMore() async throws {
        let test = try await TestRegistry()
        var event = Self.event
        event["eventTime"] = nil
        event["deprecatedCount"] = 3
        let refused = await refusal { try await test.create(event, type: .eventsV1) }
        #expect(refused?.code == 422)
        #expect(refused?.message.contains("eventTime: Required value") == true)
        #expect(refused?.message.contains("count: Invalid value: \"\": needs to be unset") == true)
        let changed = await refusal {
            _ = try await test.create(Self.event, type: .eventsV1)
            return try await test.registry.patch(
                .eventsV1, namespace: "lab", name: "e", subresource: nil,
                patch: Patch(.merge, ["note": "other"]), options: WriteOptions())
        }
        #expect(
            changed?.message
                == "Event.events.k8s.io \"e\" is invalid: message: Invalid value: \"other\": "
                + "field is immutable")
    }
}
