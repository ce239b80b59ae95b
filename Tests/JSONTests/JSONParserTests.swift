import JSON
import Testing

@Suite struct JSONParserTests {
    @Test(
        arguments: [
            ("null", .null), (" true ", true), ("false", false), ("0", 0), ("-0", 0),
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
            ("9223372036854775808", .number(0x1p63)), ("1.5", 1.5),
            ("-1.25e2", .number(-125)), ("1E+2", .number(100)), ("\"\"", ""),
            ("\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "a\"\\/\u{8}\u{C}\n\r\t"), ("\"\\u00e9\"", "é"),
            ("\"\\ud83d\\ude00\"", "😀"), ("\"é😀\"", "é😀"), ("[]", []), ("{}", [:]),
            ("[1, [2], {\"a\": null}]", [1, [2], ["a": .null]]),
            ("\r\n\t{ \"a\" : { \"b\" : [ ] } }\n", ["a": ["b": []]]),
        ] as [(String, JSONValue)])
    func reads(_ text: String, _ expected: JSONValue) throws {
        #expect(try JSONValue(parsing: text) == expected)
    }

    @Test(arguments: ["\"\\ud83d\"", "\"\\ud83dx\"", "\"\\ude00\"", "\"\\ud83d\\u0041\""])
    func replacesLoneSurrogates(_ text: String) throws {
        #expect(try JSONValue(parsing: text).stringValue?.hasPrefix("\u{FFFD}") == true)
    }

    @Test(arguments: [
        ("", 1, 1), ("{", 1, 2), ("[1,]", 1, 4), ("{\"a\":1,}", 1, 8), ("01", 1, 3), ("-", 1, 2),
        ("1.", 1, 3), ("1e", 1, 3), (".5", 1, 1), ("+1", 1, 1), ("nul", 1, 1), ("NaN", 1, 1),
        ("\"a", 1, 3), ("\"\\x\"", 1, 4), ("\"\\u12\"", 1, 4), ("{a: 1}", 1, 2), ("1 2", 1, 3),
        ("{\n  \"a\": 1\n  \"b\": 2\n}", 3, 3), ("'a'", 1, 1), ("[1 2]", 1, 4),
    ])
    func refuses(_ text: String, line: Int, column: Int) {
        let error = #expect(throws: JSONParseError.self) { try JSONValue(parsing: text) }
        #expect(error?.line == line)
        #expect(error.map { abs($0.column - column) <= 1 } == true, "\(String(describing: error))")
    }

    @Test func refusesControlCharactersAndBrokenUTF8() {
        #expect(throws: JSONParseError.self) { try JSONValue(parsing: "\"a\nb\"") }
        #expect(throws: JSONParseError.self) { try JSONValue(parsing: [0x22, 0xFF, 0x22]) }
        #expect(throws: JSONParseError.self) { try JSONValue(parsing: [0x22, 0xC0, 0x80, 0x22]) }
    }

    @Test func boundsDepth() throws {
        let deep = { (depth: Int) in
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try JSONValue(parsing: deep(199))
        #expect(throws: JSONParseError.self) { try JSONValue(parsing: deep(202)) }
        #expect(throws: JSONParseError.self) { try JSONValue(parsing: deep(100_000)) }
    }

    @Test func reportsDuplicatesWithPath() throws {
        var duplicates: [String] = []
        let text = #"{"a":1,"spec":{"c":[{"n":1},{"n":1,"n":2}]},"a":3}"#
        let value = try JSONValue(parsing: text.utf8, duplicates: &duplicates)
        #expect(duplicates.sorted() == ["a", "spec.c[1].n"])
        #expect(value["a"] == 3)
        #expect(value.value(at: "spec", "c")?[1]?["n"] == 2)
    }
}
