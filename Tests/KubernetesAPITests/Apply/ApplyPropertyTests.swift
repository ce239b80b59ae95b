import JSON
import Testing

@testable import KubernetesAPI

/// Laws of server-side apply, on Pods and configurations made at random from a fixed seed.
@Suite struct ApplyPropertyTests {
    private let manager = FieldManager(.pods, now: Timestamp(secondsSince1970: 1_800_000_000))!

    private func apply(
        _ configuration: JSONValue, to live: JSONValue?, by name: String
    ) throws -> JSONValue {
        try manager.apply(configuration, to: live, manager: name, force: true)
    }

    private func bare(_ object: JSONValue) -> JSONValue {
        var object = object
        object.set(nil, at: "metadata", "managedFields")
        return object
    }

    @Test func applyingTwiceIsApplyingOnce() throws {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<200 {
            let base = try apply(random.configuration(), to: nil, by: "base")
            let configuration = random.configuration()
            let once = try apply(configuration, to: base, by: "one")
            #expect(try apply(configuration, to: once, by: "one") == once)
        }
    }

    /// What a second manager applies and then no longer applies leaves what the first one owned.
    @Test func whatIsTakenBackLeavesTheRest() throws {
        var random = SeededGenerator(seed: 2)
        for _ in 0..<200 {
            let first = try apply(random.configuration(), to: nil, by: "one")
            let second = random.configuration(avoiding: first)
            let both = try apply(second, to: first, by: "two")
            let nothing: JSONValue = ["apiVersion": "v1", "kind": "Pod", "metadata": ["name": "a"]]
            let after = try apply(nothing, to: both, by: "two")
            #expect(
                bare(after) == bare(first), "\(second.serialized()) over \(first.serialized())")
        }
    }

    /// A configuration that only says what is there changes nothing but the owners.
    @Test func applyingWhatIsThereChangesNothing() throws {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<200 {
            let live = try apply(random.configuration(), to: nil, by: "one")
            #expect(bare(try apply(bare(live), to: live, by: "two")) == bare(live))
        }
    }

    /// After an apply everything that was applied is there, and its manager owns it.
    @Test func whatIsAppliedIsThereAndOwned() throws {
        var random = SeededGenerator(seed: 4)
        let schema = MergeSchema.kubernetes
        let type = try #require(schema.type(ofKind: "Pod"))
        for _ in 0..<200 {
            let live = try apply(random.configuration(), to: nil, by: "one")
            let configuration = random.configuration()
            let after = try apply(configuration, to: live, by: "two")
            let claimed = schema.fields(of: configuration, type)
            #expect(claimed.difference(schema.fields(of: bare(after), type)).isEmpty)
            let owners = ManagedFields(json: after.value(at: "metadata", "managedFields"))
            let owned = owners?.entries.first { $0.key.name == "two" }?.value.fields ?? FieldSet()
            #expect(owned == claimed.difference(FieldManager.neverOwned))
        }
    }

    /// Updates keep the owners disjoint, and a comparison tells what turns one object into another.
    @Test func updatesShareNothing() throws {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<100 {
            var live = random.configuration()
            manager.update(&live, live: nil, manager: "m0")
            for number in 1...4 {
                var next = random.configuration()
                next.set(
                    live.value(at: "metadata", "managedFields"), at: "metadata", "managedFields")
                manager.update(&next, live: live, manager: "m\(number % 3)")
                live = next
                let owners = ManagedFields(json: live.value(at: "metadata", "managedFields"))
                let sets = (owners?.entries ?? [:]).values.map(\.fields)
                for (index, set) in sets.enumerated() {
                    for other in sets[..<index] { #expect(!set.intersects(other)) }
                }
                // Nobody owns what is not there.
                let type = try #require(MergeSchema.kubernetes.type(ofKind: "Pod"))
                let present = MergeSchema.kubernetes.compare(nil, bare(live), type).added
                for set in sets { #expect(set.difference(present).isEmpty) }
            }
        }
    }
}

extension SeededGenerator {
    /// A part of a Pod.
    ///
    /// - Parameter other: an object whose labels, containers and scalars are not touched.
    mutating func configuration(avoiding other: JSONValue? = nil) -> JSONValue {
        let prefix = other == nil ? "" : "z"
        var metadata: JSONValue = ["name": "a"]
        if chance(70) {
            var labels: JSONObject = [:]
            for _ in 0...2 { labels[prefix + pick(["a", "b", "c"])] = .string(pick(["1", "2"])) }
            metadata["labels"] = .object(labels)
        }
        if chance(30) { metadata["finalizers"] = .array([.string(prefix + pick(["x/a", "x/b"]))]) }
        var spec: JSONValue = ["containers": .array(containers(prefix))]
        if other == nil, chance(50) { spec["hostname"] = .string(pick(["h", "i"])) }
        if other == nil, chance(40) {
            spec["nodeSelector"] = ["disk": .string(pick(["ssd", "hdd"]))]
        }
        if chance(40) {
            let name = prefix + pick(["v", "w"])
            spec["volumes"] = [["name": .string(name), "emptyDir": [:]]]
        }
        return ["apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec]
    }

    private mutating func containers(_ prefix: String) -> [JSONValue] {
        let names = ["m", "s", "t"].shuffled(using: &self).prefix(
            Int.random(in: 1...3, using: &self))
        return names.map { name in
            var container: JSONValue = ["name": .string(prefix + name)]
            if chance(80) { container["image"] = .string(pick(["i", "j"])) }
            if chance(40) { container["args"] = [.string(pick(["x", "y"]))] }
            if chance(50) {
                container["env"] = .array(
                    ["A", "B"].filter { _ in chance(60) }
                        .map { ["name": .string($0), "value": .string(pick(["1", "2"]))] })
            }
            if chance(40) {
                container["ports"] = [
                    [
                        "containerPort": .integer(pick([80, 443])),
                        "protocol": .string(pick(["TCP", "UDP"])),
                    ]
                ]
            }
            if chance(40) {
                container["resources"] = ["limits": ["cpu": .string(pick(["1", "2"]))]]
            }
            return container
        }
    }
}
