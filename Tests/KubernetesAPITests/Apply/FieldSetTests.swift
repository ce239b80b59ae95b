import JSON
import Testing

@testable import KubernetesAPI

@Suite struct FieldSetTests {
    private func set(_ text: String) throws -> FieldSet {
        try #require(FieldSet(fieldsV1: JSONValue(parsing: text)))
    }

    @Test(arguments: [
        #"{}"#, #"{"f:a":{}}"#, #"{"f:a":{".":{},"f:b":{}}}"#,
        #"{"f:spec":{"f:containers":{"k:{\"name\":\"x\"}":{".":{},"f:image":{}}}}}"#,
        #"{"f:metadata":{"f:finalizers":{"v:\"a/b\"":{}}}}"#,
    ])
    func keepsItsForm(_ text: String) throws {
        #expect(try set(text).fieldsV1.serialized() == text)
    }

    @Test func putsKeysIntoOrder() throws {
        let given =
            #"{"f:ports":{"k:{ \"protocol\":\"TCP\", \"containerPort\":80}":{"f:name":{}}}}"#
        let kept = #"{"f:ports":{"k:{\"containerPort\":80,\"protocol\":\"TCP\"}":{"f:name":{}}}}"#
        #expect(try set(given).fieldsV1.serialized() == kept)
    }

    @Test(arguments: [#"[]"#, #"{"x":{}}"#, #"{"f:a":1}"#, #"{"k:x":{}}"#, #"{"i:x":{}}"#])
    func refuses(_ text: String) throws {
        #expect(FieldSet(fieldsV1: try JSONValue(parsing: text)) == nil)
    }

    /// The operations are those of sets of paths.
    @Test func reckonsAsSetsOfPathsDo() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<300 {
            let (a, b) = (Self.paths(&random), Self.paths(&random))
            let (left, right) = (Self.set(of: a), Self.set(of: b))
            #expect(left.union(right) == Self.set(of: a.union(b)))
            #expect(left.intersection(right) == Self.set(of: a.intersection(b)))
            #expect(left.difference(right) == Self.set(of: a.subtracting(b)))
            let below = a.filter { path in !b.contains { path.starts(with: $0) } }
            #expect(left.recursiveDifference(right) == Self.set(of: below))
            #expect(left.intersects(right) == !a.isDisjoint(with: b))
            #expect(FieldSet(fieldsV1: left.fieldsV1) == left)
        }
    }

    /// Some with more elements on a level than are compared one by one.
    private static func paths(_ random: inout SeededGenerator) -> Set<[String]> {
        let width = random.pick([3, 40])
        return Set(
            (0..<Int.random(in: 0...60, using: &random)).map { _ in
                (0..<Int.random(in: 1...3, using: &random)).map { _ in
                    "f:\(Int.random(in: 0..<width, using: &random))"
                }
            })
    }

    private static func set(of paths: Set<[String]>) -> FieldSet {
        var set = FieldSet()
        for path in paths { set.insert(path) }
        return set
    }

    @Test func aPathDoesNotStandForThoseBelow() {
        let set: FieldSet = ["f:a", "f:a f:b f:c"]
        #expect(set.contains(["f:a"]))
        #expect(!set.contains(["f:a", "f:b"]))
        #expect(set.contains(["f:a", "f:b", "f:c"]))
        #expect(set.difference(["f:a"]) == ["f:a f:b f:c"])
        #expect(set.recursiveDifference(["f:a"]).isEmpty)
        #expect(set.difference(["f:a f:b f:c"]) == ["f:a"])
    }

    @Test func operations() {
        let left: FieldSet = ["f:a", "f:b f:c", "f:b f:d"]
        let right: FieldSet = ["f:b f:d", "f:e"]
        #expect(left.union(right) == ["f:a", "f:b f:c", "f:b f:d", "f:e"])
        #expect(left.intersection(right) == ["f:b f:d"])
        #expect(left.difference(right) == ["f:a", "f:b f:c"])
        #expect(left.intersects(right))
        #expect(!left.intersects(["f:b", "f:x"]))
        #expect(left.difference(left).isEmpty)
    }

    @Test func pathsAreShownAsKubernetesShowsThem() throws {
        let set = try set(
            #"""
            {"f:metadata":{"f:labels":{"f:app.kubernetes.io/name":{}},
              "f:finalizers":{"v:\"a/b\"":{}}},
             "f:spec":{"f:containers":{"k:{\"name\":\"x\"}":{"f:image":{},
              "f:ports":{"k:{\"containerPort\":80,\"protocol\":\"TCP\"}":{".":{}}}}}}}
            """#)
        #expect(
            set.paths == [
                #".metadata.finalizers[="a/b"]"#, ".metadata.labels.app.kubernetes.io/name",
                #".spec.containers[name="x"].image"#,
                #".spec.containers[name="x"].ports[containerPort=80,protocol="TCP"]"#,
            ])
    }

    /// The laws of sets, on sets made at random from a fixed seed.
    @Test func laws() {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<300 {
            let (a, b, c) = (random.fieldSet(), random.fieldSet(), random.fieldSet())
            #expect(a.union(b) == b.union(a))
            #expect(a.intersection(b) == b.intersection(a))
            #expect(a.union(b.union(c)) == a.union(b).union(c))
            #expect(a.difference(b).union(a.intersection(b)) == a)
            #expect(a.difference(b).intersection(b).isEmpty)
            #expect(a.intersects(b) == !a.intersection(b).isEmpty)
            #expect(a.recursiveDifference(b).difference(a).isEmpty)
            #expect(FieldSet(fieldsV1: a.fieldsV1) == a)
        }
    }
}

/// The same values in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
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

    mutating func fieldSet() -> FieldSet {
        var set = FieldSet()
        for _ in 0..<Int.random(in: 0...6, using: &self) {
            let depth = Int.random(in: 1...3, using: &self)
            set.insert((0..<depth).map { _ in pick(["f:a", "f:b", #"k:{"name":"x"}"#]) })
        }
        return set
    }
}
