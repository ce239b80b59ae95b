import JSON
import KubernetesAPI
import Testing

/// Readers of documents take any bytes: they give a value or an error, and what they give can be
/// written and read again.
@Suite("Fuzzing of documents", .timeLimit(.minutes(60)))
struct DocumentFuzzTests {
    private static let jsonWords = [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "null", "true", "-", "0", "1e9",
        "1e-999", "9223372036854775808", "-0", ".", "\u{0}", "\u{FEFF}", "\"metadata\":", "{}",
    ]
    private static let yamlWords = [
        "- ", ": ", "\n", "  ", "\t", "&a ", "*a", "<<: *a", "!!str ", "!!binary ", "|", ">",
        "---\n",
        "...", "? ", "{", "}", "[", "]", "\"", "'", "#", "~", "yes", "0x1F", "1_000", ".inf",
        "%YAML 1.2",
    ]

    @Test func json() throws {
        var fuzzer = try Fuzzer("json", words: Self.jsonWords)
        fuzzer.forEach(4_000) { bytes in
            var duplicates: [String] = []
            guard let value = try? JSONValue(parsing: bytes, duplicates: &duplicates) else {
                return
            }
            // Compared as texts: 1.0 is read as a number and printed as the integer that it is.
            let printed = value.serialized()
            #expect((try? JSONValue(parsing: printed))?.serialized() == printed)
            let laidOut = value.serialized(indent: 2)
            #expect((try? JSONValue(parsing: laidOut))?.serialized() == printed)
        }
    }

    @Test func yaml() throws {
        var fuzzer = try Fuzzer("yaml", words: Self.yamlWords, seed: 2)
        fuzzer.forEach(2_000) { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            var duplicates: [String] = []
            guard let documents = try? YAMLReader.documents(text, duplicates: &duplicates) else {
                return
            }
            for document in documents {
                let printed = YAMLPrinter.print(document)
                #expect(Self.texts(printed) == [document.serialized()], "\(printed)")
            }
        }
    }

    @Test func everyValueSurvivesYAML() throws {
        var fuzzer = try Fuzzer("json", words: Self.jsonWords, seed: 3)
        fuzzer.forEach(1_500) { bytes in
            guard let value = try? JSONValue(parsing: bytes), !value.isNull else { return }
            let printed = YAMLPrinter.print(value)
            #expect(Self.texts(printed) == [value.serialized()], "\(printed)")
        }
    }

    private static func texts(_ yaml: String) -> [String]? {
        try? YAMLReader.documents(yaml).map { $0.serialized() }
    }

    /// A short text that would grow to thousands of millions of values.
    @Test func aliasesDoNotGrowWithoutBound() {
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            bomb += "a\(level): &a\(level) [\(aliases)]\n"
        }
        #expect(throws: YAMLError.self) { try YAMLReader.documents(bomb) }
    }

    @Test func nestingHasABound() {
        for (opening, closing) in [("[", "]"), (#"{"a":"#, "}")] {
            let deep =
                Array(repeating: opening, count: 100_000).joined() + "1"
                + Array(repeating: closing, count: 100_000).joined()
            #expect(throws: JSONParseError.self) { try JSONValue(parsing: deep) }
        }
        let flow = String(repeating: "[", count: 5_000) + String(repeating: "]", count: 5_000)
        #expect(throws: YAMLError.self) { try YAMLReader.documents(flow) }
    }
}
