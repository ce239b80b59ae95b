import Testing

@testable import Kubelet

@Suite struct EnvironmentFileTests {
    private static let text = """
        # made by the init container

          A='one'
        B='two words' # a comment
        C=
        D= 'nothing'
        E='over
        several $lines'
        A='twice'
        """

    @Test(
        "values",
        arguments: [
            ("A", "one"), ("B", "two words"), ("C", ""), ("D", ""), ("E", "over\nseveral $lines"),
            ("F", nil),
        ] as [(String, String?)])
    func values(name: String, expected: String?) throws {
        #expect(try EnvironmentFile.value(of: name, in: Self.text) == expected)
    }

    @Test(
        "what is not in the form is told with its line",
        arguments: [
            ("A='x'\nnonsense", 2, "missing '='"), ("='x'", 1, "empty variable name"),
            ("A ='x'", 1, "whitespace before '='"),
            ("A=x", 1, "value must be enclosed in single quotes"),
            ("A='x'y", 1, "unexpected text after the closing quote"),
            ("\nA='x\ny", 2, "missing closing quote"),
        ])
    func invalid(text: String, line: Int, reason: String) {
        #expect(throws: EnvironmentFile.Failure.invalid(line: line, reason)) {
            try EnvironmentFile.value(of: "Z", in: text)
        }
    }
}
