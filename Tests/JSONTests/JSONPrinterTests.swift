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

    /// Texts are looked at eight bytes at a time.
    @Test func escapesWhereverItIsNeeded() throws {
        let kinds: [(Unicode.Scalar, String)] = [
            ("\"", #"\""#), ("\\", #"\\"#), ("\u{0}", #"\u0000"#), ("\u{1F}", #"\u001f"#),
            (" ", " "), ("!", "!"), ("#", "#"), ("[", "["), ("]", "]"), ("\u{7F}", "\u{7F}"),
            ("é", "é"), ("\u{A2}", "\u{A2}"),
        ]
        for (scalar, printed) in kinds {
            for length in 1...20 {
                for place in 0..<length {
                    let before = String(repeating: "~", count: place)
                    let after = String(repeating: "~", count: length - place - 1)
                    let text = before + String(scalar) + after
                    #expect(
                        JSONValue.string(text).serialized() == "\"\(before)\(printed)\(after)\"")
                }
            }
        }
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
