import JSON
import Testing

@Suite struct JSONValueTests {
    @Test func setsAndRemovesAtPaths() {
        var value: JSONValue = ["a": ["b": 1]]
        value.set(2, at: "a", "c", "d")
        #expect(value == ["a": ["b": 1, "c": ["d": 2]]])
        value.set(nil, at: "a", "b")
        value.set(nil, at: "x", "y")
        #expect(value == ["a": ["c": ["d": 2]]])
        #expect(value.value(at: "a", "c", "d") == 2)
        #expect(value.value(at: "a", "z", "d") == nil)
    }

    @Test func convertsNumbers() {
        #expect(JSONValue.number(3).integerValue == 3)
        #expect(JSONValue.number(3.5).integerValue == nil)
        #expect(JSONValue.integer(3).doubleValue == 3)
        #expect(JSONValue.string("3").integerValue == nil)
        #expect(JSONValue.array([1])[1] == nil)
    }
}
