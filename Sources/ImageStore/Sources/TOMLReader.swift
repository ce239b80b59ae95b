/// The part of TOML that `hosts.toml` is written in: tables, strings, booleans, numbers and arrays.
///
/// Dates, inline tables, arrays of tables and strings over several lines are refused.
struct TOMLReader {
    indirect enum Value: Hashable {
        case text(String)
        case flag(Bool)
        case number(Int)
        case list([Value])
        case table([String: Value])

        subscript(key: String) -> Value? {
            guard case .table(let members) = self else { return nil }
            return members[key]
        }

        var text: String? {
            guard case .text(let text) = self else { return nil }
            return text
        }

        var flag: Bool? {
            guard case .flag(let flag) = self else { return nil }
            return flag
        }

        /// The elements; a value that is no list is its only one.
        var elements: [Value] {
            guard case .list(let elements) = self else { return [self] }
            return elements
        }
    }

    struct ParseError: Error, CustomStringConvertible {
        var line: Int
        var reason: String

        var description: String { "line \(line): \(reason)" }
    }

    /// The tables in the order in which they stand in the file, each with its path; the first has
    /// none.
    private(set) var tables: [(path: [String], members: [String: Value])] = [([], [:])]
    private var rest: Substring
    private var line = 1

    /// - Throws: `ParseError`
    static func tables(
        _ text: String
    ) throws(ParseError) -> [(path: [String], members: [String: Value])] {
        var reader = TOMLReader(rest: text[...])
        try reader.read()
        return reader.tables
    }

    private init(rest: Substring) {
        self.rest = rest
    }

    private mutating func read() throws(ParseError) {
        while true {
            skipBlank(lines: true)
            guard let next = rest.first else { return }
            if next == "[" {
                rest.removeFirst()
                guard rest.first != "[" else { throw failure("arrays of tables are not supported") }
                let path = try path()
                try expect("]")
                tables.append((path, [:]))
            } else {
                let path = try path()
                try expect("=")
                let value = try value()
                try put(value, at: path)
            }
            skipBlank(lines: false)
            guard rest.isEmpty || rest.first?.isNewline == true else {
                throw failure("there is more on the line than belongs there")
            }
        }
    }

    private mutating func put(_ value: Value, at path: [String]) throws(ParseError) {
        if path.count == 1 {
            guard tables[tables.count - 1].members.updateValue(value, forKey: path[0]) == nil else {
                throw failure("\(path[0]) is set twice")
            }
            return
        }
        // `a.b = 1` is a table of its own.
        let whole = tables[tables.count - 1].path + path.dropLast()
        tables.insert((whole, [path.last!: value]), at: tables.count - 1)
    }

    private mutating func path() throws(ParseError) -> [String] {
        var path: [String] = []
        repeat {
            if !path.isEmpty { rest.removeFirst() }
            skipBlank(lines: false)
            if rest.first == "\"" || rest.first == "'" {
                path.append(try string())
            } else {
                let key = rest.prefix {
                    $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-")
                }
                guard !key.isEmpty else { throw failure("a key is missing") }
                rest = rest.dropFirst(key.count)
                path.append(String(key))
            }
            skipBlank(lines: false)
        } while rest.first == "."
        return path
    }

    private mutating func value() throws(ParseError) -> Value {
        skipBlank(lines: false)
        switch rest.first {
        case "\"", "'": return .text(try string())
        case "[": return .list(try list())
        default:
            let word = rest.prefix { !$0.isWhitespace && !",]#".contains($0) }
            rest = rest.dropFirst(word.count)
            if word == "true" || word == "false" { return .flag(word == "true") }
            guard let number = Int(word) else { throw failure("\"\(word)\" is no value") }
            return .number(number)
        }
    }

    private mutating func list() throws(ParseError) -> [Value] {
        rest.removeFirst()
        var elements: [Value] = []
        while true {
            skipBlank(lines: true)
            if rest.first == "]" {
                rest.removeFirst()
                return elements
            }
            elements.append(try value())
            skipBlank(lines: true)
            guard rest.first == "," || rest.first == "]" else {
                throw failure("a list is not closed")
            }
            if rest.first == "," { rest.removeFirst() }
        }
    }

    private mutating func string() throws(ParseError) -> String {
        let quote = rest.removeFirst()
        var text = ""
        while let character = rest.popFirst() {
            switch character {
            case quote: return text
            case "\\" where quote == "\"":
                guard let escaped = rest.popFirst(),
                    let meaning = ["n": "\n", "t": "\t", "\\": "\\", "\"": "\""][escaped]
                else { throw failure("an escape in a string is not known") }
                text.append(contentsOf: meaning)
            case _ where character.isNewline: throw failure("a string is not closed")
            default: text.append(character)
            }
        }
        throw failure("a string is not closed")
    }

    private mutating func skipBlank(lines: Bool) {
        while let next = rest.first {
            if next == "#" {
                rest = rest.drop { !$0.isNewline }
            } else if next.isNewline {
                guard lines else { return }
                line += 1
                rest.removeFirst()
            } else if next.isWhitespace {
                rest.removeFirst()
            } else {
                return
            }
        }
    }

    private mutating func expect(_ character: Character) throws(ParseError) {
        skipBlank(lines: false)
        guard rest.first == character else { throw failure("\"\(character)\" is missing") }
        rest.removeFirst()
    }

    private func failure(_ reason: String) -> ParseError {
        ParseError(line: line, reason: reason)
    }
}
