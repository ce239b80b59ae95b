import JSON
import KubernetesAPI
import Testing

@Suite struct YAMLPrinterTests {
    @Test func printsLikeKubectl() {
        let value: JSONValue = [
            "metadata": ["name": "x", "labels": [:], "annotations": ["a": "{\"b\":1}\n"]],
            "kind": "Pod",
            "spec": [
                "containers": [["name": "c", "args": ["-c", "echo"], "ports": []], [1, 2]],
                "port": 80, "ok": true, "none": .null,
            ],
        ]
        #expect(
            YAMLPrinter.print(value) == """
                kind: Pod
                metadata:
                  annotations:
                    a: |
                      {"b":1}
                  labels: {}
                  name: x
                spec:
                  containers:
                  - args:
                    - -c
                    - echo
                    name: c
                    ports: []
                  - - 1
                    - 2
                  none: null
                  ok: true
                  port: 80

                """)
    }

    @Test(arguments: [
        ("plain", "plain"), ("", "\"\""), ("true", "\"true\""), ("123", "\"123\""),
        ("0644", "\"0644\""), ("y", "\"y\""), ("null", "\"null\""), ("1.5", "\"1.5\""),
        ("a: b", "'a: b'"), ("a #b", "'a #b'"), ("a:b", "a:b"), ("it's", "it's"),
        ("'q'", "'''q'''"), ("- x", "'- x'"), ("-x", "-x"), ("*x", "'*x'"), (" x", "' x'"),
        ("x\ty", "\"x\\ty\""), ("x:", "'x:'"), ("[a]", "'[a]'"), ("é😀", "é😀"), ("---", "'---'"),
        ("2024-05-01T10:00:00Z", "\"2024-05-01T10:00:00Z\""), ("10m", "10m"),
        ("\u{7}", "\"\\x07\""),
        ("a\n", "|\n    a"), ("a\nb", "|-\n    a\n    b"), ("a\n\n", "|+\n    a\n"),
        (" a\nb\n", "|2\n     a\n    b"), ("a \nb", "\"a \\nb\""), ("=", "\"=\""),
    ])
    func quotesWhereNeeded(_ text: String, _ expected: String) throws {
        let printed = YAMLPrinter.print(["k": ["v": .string(text)]])
        #expect(printed == "k:\n  v: \(expected)\n")
        #expect(try YAMLReader.documents(printed) == [["k": ["v": .string(text)]]])
    }

    @Test func printsDocuments() {
        #expect(YAMLPrinter.print(documents: [["a": 1], ["b": 2]]) == "a: 1\n---\nb: 2\n")
        #expect(YAMLPrinter.print("x") == "x\n")
    }

    @Test(arguments: try Repository.files("examples", suffix: ".yaml"))
    func examplesSurvive(_ name: String) throws {
        let documents = try YAMLReader.documents(Repository.text("examples/\(name)"))
        #expect(try YAMLReader.documents(YAMLPrinter.print(documents: documents)) == documents)
    }
}
