import JSON
import Testing

@Suite struct JSONObjectTests {
    /// Beyond the number from which objects are hashed.
    private static let sizes = [0, 1, 2, 15, 17, 127, 128, 129, 400]

    private func name(_ number: Int) -> String { "name-\((number * 7_919) % 1_009)" }

    @Test(arguments: sizes) func isADictionaryInOrder(size: Int) {
        var object = JSONObject()
        var model: [String: JSONValue] = [:]
        for number in 0..<size {
            object[name(number)] = .integer(Int64(number))
            model[name(number)] = .integer(Int64(number))
        }
        #expect(object.count == model.count)
        #expect(object.keys == model.keys.sorted())
        #expect(object == JSONObject(model))
        #expect(object.hashValue == JSONObject(model).hashValue)
        for (name, value) in model { #expect(object[name] == value) }
        #expect(object["other"] == nil)
        for number in stride(from: 0, to: size, by: 2) {
            #expect(
                object.removeValue(forKey: name(number)) == model.removeValue(forKey: name(number)))
        }
        #expect(object == JSONObject(model))
        #expect(object.hashValue == JSONObject(model).hashValue)
        #expect(object.filter { $0.value != 1 } == JSONObject(model.filter { $0.value != 1 }))
        #expect(object.mapValues { [$0] } == JSONObject(model.mapValues { [$0] }))
    }

    @Test func changesInPlace() {
        var object: JSONObject = ["a": ["b": [1]], "c": 2]
        object["a"]?["d"] = 3
        object["c"] = nil
        object["e"] = "new"
        object["f", default: [:]]["g"] = 4
        object["nothing"]?["x"] = 1
        #expect(object == ["a": ["b": [1], "d": 3], "e": "new", "f": ["g": 4]])
        let copy = object
        object["a"]?["d"] = 5
        #expect(copy["a"]?["d"] == 3)
        object.merge(["a": 1, "z": 2]) { $1 }
        #expect(object["a"] == 1 && object["z"] == 2)
    }

    @Test func theLastOfDuplicatesCounts() throws {
        var duplicates: [String] = []
        let value = try JSONValue(
            parsing: #"{"b":{"x":1,"x":2},"a":[{"y":1,"y":2}],"b":3}"#.utf8, duplicates: &duplicates
        )
        #expect(value == ["a": [["y": 2]], "b": 3])
        #expect(duplicates == ["b.x", "a[0].y", "b"])
    }

    @Test func valuesAreCounted() throws {
        var duplicates: [String] = []
        let text = Array("[1,[2],{\"a\":3}]".utf8)
        _ = try JSONValue(parsing: text, maximumCount: 6, duplicates: &duplicates)
        #expect(throws: JSONParseError.self) {
            try JSONValue(parsing: text, maximumCount: 5, duplicates: &duplicates)
        }
    }
}
