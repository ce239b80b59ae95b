import Testing

/// How the table of `docs/kubectl.md` is read.
struct KubectlTableTests {
    private let markdown = """
        ## Some
        | Command | Answer | State | Here |
        |---|---|---|---|
        | `echo a \\| cat` | `a` | works | note |
        | `new` | `x…y` | works from 1.35 | |
        | `differs` | | exit 1 | |
        | `nothing` | `error:` | refused | |
        | `later` | | not yet | |
        """

    @Test func readsRows() throws {
        let rows = try KubectlTable(markdown: markdown).rows
        #expect(rows.map(\.command) == ["echo a | cat", "new", "differs", "nothing", "later"])
        #expect(rows.map(\.since) == [nil, 35, nil, nil, nil])
        #expect(
            rows.map(\.state) == [
                .works(status: 0), .works(status: 0), .works(status: 1), .refused, .absent,
            ])
        #expect(rows[0].line == 4 && rows[0].section == "Some")
        #expect(throws: CommandFailure.self) {
            try KubectlTable(markdown: "| `a` | `b` | perhaps | |")
        }
    }

    @Test func comparesAnswers() throws {
        var row = try KubectlTable(markdown: markdown).rows[1]
        #expect(row.describes(status: 0, output: "  x and\n y "))
        #expect(!row.describes(status: 0, output: "y, then x"))
        #expect(!row.describes(status: 1, output: "x y"))
        row.state = .refused
        #expect(row.describes(status: 1, output: "x y"))
        #expect(!row.describes(status: 0, output: "x y"))
        #expect(KubectlTable.Row.matches("NAME   AGE\nweb    1s", "NAME AGE web"))
    }
}
