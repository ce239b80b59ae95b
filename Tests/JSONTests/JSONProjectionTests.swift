import JSON
import Testing

@Suite struct JSONProjectionTests {
    private static let text = """
        {"kind":"Pod","metadata":{"name":"a \\"b\\\\","managedFields":[{"x":"}]"},1],"labels":{}},
         "spec":{"containers":[{"name":"m","image":"x","ports":[1,2]},{"name":"n"}],"n":1.5e3},
         "status":null,"last":true}
        """

    private func read(_ projection: JSONProjection) throws -> JSONValue {
        try JSONValue(parsing: Self.text.utf8, projection)
    }

    @Test func readsWhatIsAskedFor() throws {
        let whole = try JSONValue(parsing: Self.text)
        #expect(try read(.all) == whole)
        #expect(try read(.only("last", "missing")) == ["last": true])
        #expect(
            try read(.members(["spec": .members(["containers": .only("name")])]))
                == ["spec": ["containers": [["name": "m"], ["name": "n"]]]])
        var withoutOwners = whole
        withoutOwners["metadata"]?["managedFields"] = nil
        #expect(
            try read(
                .members(
                    ["metadata": .members(["managedFields": .nothing], others: .all)], others: .all)
            )
                == withoutOwners)
        #expect(try read(.members(["kind": .members(["a": .all])])) == ["kind": "Pod"])
    }

    @Test func findsMembers() throws {
        let text = Array(Self.text.utf8)[...]
        let range = try #require(JSONText.range(ofMember: "last", in: text))
        #expect(String(decoding: text[range], as: UTF8.self) == "true")
        let status = try #require(JSONText.range(ofMember: "status", in: text))
        #expect(String(decoding: text[status], as: UTF8.self) == "null")
        let metadata = try #require(JSONText.range(ofMember: "metadata", in: text))
        #expect(try JSONValue(parsing: text[metadata]) == JSONValue(parsing: Self.text)["metadata"])
        // Of the object itself, not of what is in it; and relative to where the text is.
        #expect(JSONText.range(ofMember: "name", in: text) == nil)
        let later = (Array("xx".utf8) + text)[2...]
        #expect(
            JSONText.range(ofMember: "last", in: later) == range.lowerBound + 2..<range.upperBound
                + 2)
        #expect(JSONText.range(ofMember: "a", in: Array("[1]".utf8)[...]) == nil)
        #expect(JSONText.range(ofMember: "a", in: Array("{\"a\":".utf8)[...]) == nil)
    }
}
