import Foundation

/// The commands of `docs/kubectl.md`, with what they are said to do.
struct KubectlTable {
    enum State: Equatable {
        /// Ends with this code.
        case works(status: Int32)
        /// Ends with any other code than 0.
        case refused
        /// Is not run.
        case absent
    }

    struct Row {
        var section: String
        /// In the document, from 1.
        var line: Int
        var command: String
        var answer: String
        var state: State
        /// The first minor version of kubectl that has it.
        var since: Int?
    }

    var rows: [Row]

    /// - Throws: `CommandFailure` for a row that is not understood, which names its line.
    init(markdown: String) throws {
        rows = []
        var section = ""
        let lines = markdown.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            if line.hasPrefix("## ") { section = String(line.dropFirst(3)) }
            guard line.hasPrefix("| `") else { continue }
            let cells = Self.cells(of: line)
            guard cells.count == 4, let state = Self.state(cells[2]) else {
                throw CommandFailure(description: "docs/kubectl.md:\(index + 1): \(line)")
            }
            rows.append(
                Row(
                    section: section, line: index + 1, command: Self.code(cells[0]),
                    answer: Self.code(cells[1]), state: state.state, since: state.since))
        }
    }

    private static func cells(of line: Substring) -> [String] {
        let bar = "\u{1F}"
        return line.replacing("\\|", with: bar).split(separator: "|")
            .map { $0.replacing(bar, with: "|").trimmingCharacters(in: .whitespaces) }
    }

    private static func code(_ cell: String) -> String {
        cell.trimmingCharacters(in: CharacterSet(charactersIn: "`"))
    }

    private static func state(_ cell: String) -> (state: State, since: Int?)? {
        switch cell {
        case "works": (.works(status: 0), nil)
        case "refused": (.refused, nil)
        case "not yet", "not applicable": (.absent, nil)
        case _ where cell.hasPrefix("works from 1."):
            Int(cell.dropFirst("works from 1.".count)).map { (.works(status: 0), $0) }
        case _ where cell.hasPrefix("exit "):
            Int32(cell.dropFirst("exit ".count)).map { (.works(status: $0), nil) }
        default: nil
        }
    }
}

extension KubectlTable.Row {
    /// Whether the row says what happened.
    func describes(status: Int32, output: String) -> Bool {
        switch state {
        case .works(let expected) where status != expected: return false
        case .refused where status == 0: return false
        default: return Self.matches(output, answer)
        }
    }

    /// Whether `text` contains `pattern`, in which `…` stands for anything and any white space for
    /// one space.
    static func matches(_ text: String, _ pattern: String) -> Bool {
        var rest = Substring(words(text))
        for part in pattern.split(separator: "…") {
            guard let found = rest.firstRange(of: words(String(part))) else { return false }
            rest = rest[found.upperBound...]
        }
        return true
    }

    private static func words(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
