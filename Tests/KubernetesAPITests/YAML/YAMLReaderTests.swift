import JSON
import KubernetesAPI
import Testing

@Suite struct YAMLReaderTests {
    @Test(
        arguments: [
            ("a: 1", ["a": 1]), ("a: 0644", ["a": 420]), ("a: 01777", ["a": 1023]),
            ("a: 0o17", ["a": 15]), ("a: 0x1F", ["a": 31]), ("a: 0b11", ["a": 3]),
            ("a: 1_000", ["a": 1000]), ("a: -5", ["a": -5]), ("a: +5", ["a": 5]),
            ("a: 089", ["a": .number(89)]),
            ("a: 1.5", ["a": 1.5]), ("a: .5", ["a": 0.5]), ("a: 1e3", ["a": .number(1000)]),
            ("a: 1.2.3", ["a": "1.2.3"]), ("a: 10m", ["a": "10m"]),
            ("a: yes", ["a": true]), ("a: Off", ["a": false]), ("a: 'yes'", ["a": "yes"]),
            ("a: \"1\"", ["a": "1"]), ("a: ~", ["a": .null]), ("a:", ["a": .null]),
            ("a: ''", ["a": ""]),
            ("a: !!str 1", ["a": "1"]), ("a: 2024-05-01", ["a": "2024-05-01"]),
            ("1: b", ["1": "b"]),
            ("a: |\n  x\n  y\n", ["a": "x\ny\n"]), ("a: >-\n  x\n  y\n", ["a": "x y"]),
            ("- 1\n- [a, b]", [1, ["a", "b"]]),
            ("{\"a\": [1, {\"b\": null}]}", ["a": [1, ["b": .null]]]),
            (
                "x: &b {k: 1, l: 2}\ny:\n  <<: *b\n  l: 3",
                ["x": ["k": 1, "l": 2], "y": ["k": 1, "l": 3]]
            ),
            ("a: 99999999999999999999", ["a": .number(1e20)]),
            ("a: _1", ["a": "_1"]), ("a: .", ["a": "."]), ("a: 1-2", ["a": "1-2"]),
        ] as [(String, JSONValue)])
    func reads(_ text: String, _ expected: JSONValue) throws {
        #expect(try YAMLReader.documents(text) == [expected])
    }

    @Test func readsKYAML() throws {
        let text = """
            # comment
            ---
            {
              apiVersion: "v1", # trailing
              items: [
                "a",
                "b",
              ],
            }
            """
        #expect(try YAMLReader.documents(text) == [["apiVersion": "v1", "items": ["a", "b"]]])
    }

    @Test func leavesOutEmptyDocuments() throws {
        #expect(try YAMLReader.documents("---\n# x\n---\na: 1\n---\n---\nb: 2\n...\n").count == 2)
        #expect(try YAMLReader.documents("").isEmpty)
    }

    @Test(arguments: [
        ("a: 1\n b: 2", 2), ("a: [1, 2", 1), ("a: 1\na: 2", 1), ("a: *x", 1), ("a:\n\tb: 1", 2),
        ("a: \"x", 1), ("a: .inf", 1), ("? [a]\n: 1", 1), ("a: 1\n---\nb: {\n", 3), ("%", 1),
    ])
    func namesThePlaceOfErrors(_ text: String, line: Int) {
        let error = #expect(throws: YAMLError.self) { try YAMLReader.documents(text) }
        #expect(error.map { abs($0.line - line) <= 1 } == true, "\(String(describing: error))")
        #expect(error?.description.contains("\n") == false)
    }

    @Test func namesDuplicates() {
        let error = #expect(throws: YAMLError.self) {
            try YAMLReader.documents("a: 1\nspec:\n  x: 1\n  x: 2\n")
        }
        #expect(error?.reason == "key \"x\" is set more than once in the same map")
        #expect(error?.line == 3)
    }

    @Test func boundsAliases() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        #expect(throws: YAMLError.self) { try YAMLReader.documents(text) }
    }

    @Test func boundsDepth() {
        let text = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
        #expect(throws: YAMLError.self) { try YAMLReader.documents(text) }
    }

    @Test(
        arguments: [
            ("a: 1\na: 2", ["a": 2], ["a"]),
            ("a: 1\nb: {c: 1, c: 2, c: 3}", ["a": 1, "b": ["c": 3]], ["b.c", "b.c"]),
            ("l:\n- x: 1\n- y: 1\n  'y': 2", ["l": [["x": 1], ["y": 2]]], ["l[1].y"]),
            (
                "ä: {\"k\": {x: 1, x: 2}, k: 3}\r\nz: 1\r\nz: 2", ["ä": ["k": 3], "z": 2],
                ["z", "ä.k"]
            ),
            ("m: &m {k: 1, k: 2}\nn: *m", ["m": ["k": 2], "n": ["k": 2]], ["m.k", "n.k"]),
            ("a: b", ["a": "b"], []),
        ] as [(String, JSONValue, [String])])
    func takesTheLastOfAKeyThatIsThereTwice(
        _ text: String, _ expected: JSONValue, _ paths: [String]
    ) throws {
        var duplicates: [String] = []
        #expect(try YAMLReader.documents(text, duplicates: &duplicates) == [expected])
        #expect(duplicates.sorted() == paths)
    }

    @Test func refusesAKeyThatIsThereOverAndOverAgain() {
        let text = String(repeating: "a: 1\n", count: 100)
        var duplicates: [String] = []
        let error = #expect(throws: YAMLError.self) {
            try YAMLReader.documents(text, duplicates: &duplicates)
        }
        #expect(error?.reason == "key \"a\" is set more than once in the same map")
    }
}
