import JSON
import KubernetesAPI
import KubernetesClient
import Registry
import Testing

/// `swiftlet apply` makes of a manifest what `kubectl apply` makes of it: pairs of manifests at random
/// from a fixed seed, with changes by others in between.
///
/// PodTemplates have all of a Pod's lists and may change in every way.
@Suite("three-way apply", .serialized, .enabled(if: !Kubectl.all.isEmpty))
struct ThreeWayApplyTests {
    private static let count = 40

    @Test(arguments: Kubectl.all) func equalsKubectls(kubectl: Kubectl) async throws {
        try await withRegistry { server, registry in
            var random = SeededGenerator(seed: 7)
            var originals: [JSONValue] = []
            var wanted: [JSONValue] = []
            for number in 0..<Self.count {
                originals.append(random.template(named: "t\(number)"))
                wanted.append(random.template(named: "t\(number)"))
            }
            try await apply(originals, kubectl, server)
            for original in originals where random.chance(60) {
                try await change(name(of: original), registry, &random)
            }
            let output = try await apply(wanted, kubectl, server, "--dry-run=server -o json")
            let theirs = try #require(try JSONValue(parsing: output)["items"]?.arrayValue)
            try #require(theirs.count == Self.count)
            for (index, modified) in wanted.enumerated() {
                let ours = try await applied(modified, over: originals[index], registry)
                for member in ["template", "metadata"] {
                    #expect(
                        essence(ours[member]) == essence(theirs[index][member]),
                        "\(originals[index].serialized()) to \(modified.serialized())")
                }
            }
        }
    }

    @discardableResult
    private func apply(
        _ objects: [JSONValue], _ kubectl: Kubectl, _ server: TestServer, _ options: String = ""
    ) async throws -> String {
        let list: JSONValue = ["apiVersion": "v1", "kind": "List", "items": .array(objects)]
        let result = try await kubectl.run(
            server, "apply --validate=false \(options) -f -", input: list.serialized())
        try #require(result.status == 0, "\(result.errors)")
        return result.output
    }

    /// What somebody else does meanwhile.
    private func change(
        _ name: String, _ registry: Registry, _ random: inout SeededGenerator
    ) async throws {
        let patch: JSONValue = [
            "metadata": ["labels": [random.pick(["a", "b", "own"]): "other"]],
            "template": [
                "spec": [
                    "hostname": .string(random.pick(["x", "y"])),
                    "containers": [
                        ["name": .string(random.pick(["m", "own"])), "image": "other"]
                    ],
                ]
            ],
        ]
        _ = try await registry.patch(
            .podTemplates, namespace: "default", name: name, subresource: nil,
            patch: Patch(.strategicMerge, patch), options: WriteOptions(fieldManager: "other"))
    }

    private func applied(
        _ modified: JSONValue, over original: JSONValue, _ registry: Registry
    ) async throws -> JSONValue {
        let name = name(of: modified)
        let live = try await registry.get(.podTemplates, namespace: "default", name: name)
        let patch = try StrategicMergePatch.create(
            original: original, modified: modified, current: live, kind: "PodTemplate")
        return try await registry.patch(
            .podTemplates, namespace: "default", name: name, subresource: nil,
            patch: Patch(.strategicMerge, patch),
            options: WriteOptions(dryRun: true, fieldManager: "swiftlet"))
    }

    private func name(of object: JSONValue) -> String {
        object.value(at: "metadata", "name")?.stringValue ?? ""
    }

    /// Without what the two ways have to differ in.
    private func essence(_ value: JSONValue?) -> JSONValue? {
        var value = value
        for member in ["annotations", "managedFields"] { value?[member] = nil }
        return value
    }
}

/// The same values in every run (SplitMix64).
private struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &self)]
    }

    mutating func some<Element>(of elements: [Element]) -> [Element] {
        let mixed = elements.shuffled(using: &self)
        return Array(mixed.prefix(Int.random(in: 0...mixed.count, using: &self)))
    }

    mutating func template(named name: String) -> JSONValue {
        var metadata: JSONValue = ["name": .string(name), "namespace": "default"]
        let labels = some(of: ["a", "b", "c"]).map { ($0, JSONValue.string(pick(["1", "2"]))) }
        if !labels.isEmpty {
            metadata["labels"] = .object(JSONObject(labels) { $1 })
        }
        var spec: JSONValue = ["containers": .array(containers())]
        if chance(40) { spec["hostname"] = .string(pick(["h", "i"])) }
        if chance(40) {
            spec["nodeSelector"] = [pick(["disk", "zone"]): .string(pick(["1", "2"]))]
        }
        let volumes = some(of: ["v", "w"]).map { name -> JSONValue in
            chance(50)
                ? ["name": .string(name), "emptyDir": [:]]
                : ["name": .string(name), "hostPath": ["path": "/x"]]
        }
        if !volumes.isEmpty { spec["volumes"] = .array(volumes) }
        if chance(40) {
            spec["tolerations"] = [["key": .string(pick(["k", "l"])), "operator": "Exists"]]
        }
        return [
            "apiVersion": "v1", "kind": "PodTemplate", "metadata": metadata,
            "template": ["metadata": ["labels": ["app": "x"]], "spec": spec],
        ]
    }

    private mutating func containers() -> [JSONValue] {
        (["m"] + some(of: ["s", "t"])).shuffled(using: &self).map { name in
            var container: JSONValue = [
                "name": .string(name), "image": .string(pick(["i", "j"])),
            ]
            if chance(40) { container["args"] = [.string(pick(["x", "y"]))] }
            let variables = some(of: ["A", "B", "C"]).map { name -> JSONValue in
                ["name": .string(name), "value": .string(pick(["1", "2"]))]
            }
            if !variables.isEmpty { container["env"] = .array(variables) }
            if chance(40) {
                container["ports"] = [["containerPort": .integer(pick([80, 443]))]]
            }
            if chance(40) {
                container["resources"] = ["limits": ["cpu": .string(pick(["1", "2"]))]]
            }
            return container
        }
    }
}
