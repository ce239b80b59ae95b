import JSON
import Testing

@Suite struct JSONPrinterTests {
    @Test(
        arguments: [
            (.null, "null"), (true, "true"), (-5, "-5"), (1.5, "1.5"), (.number(100), "100"),
            ("a\"\\\n\u{1}é", #""a\"\\\n\u0001é""#), ([], "[]"), ([:], "{}"),
            (["b": 1, "a": [1, "x"]], #"{"a":[1,"x"],"b":1}"#),
        ] as [(JSONValue, String)])
    func printsCompactly(_ value: JSONValue, _ expected: String) {
        #expect(value.serialized() == expected)
    }

    @Test func printsIndented() {
        let value: JSONValue = ["b": [1, [:]], "a": .null]
        #expect(
            value.serialized(indent: 2) == """
                {
                  "a": null,
                  "b": [
                    1,
                    {}
                  ]
                }
                """)
    }

    @Test func printsWhatItReads() throws {
        let text = #"{"a":[1,2.5,-3,"\u0007",true,null],"b":{"c":{}},"é":"😀"}"#
        #expect(try JSONValue(parsing: text).serialized() == text)
    }
}
