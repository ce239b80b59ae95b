/// A file of variables that a container wrote for others (KEP-3721): lines `NAME='value'`, where a
/// value may go over several lines and is taken as it is.
enum EnvironmentFile {
    enum Failure: Error, Hashable, CustomStringConvertible {
        /// Lines count from 1.
        case invalid(line: Int, String)

        var description: String {
            switch self {
            case .invalid(let line, let reason):
                "invalid environment variable format at line \(line): \(reason)"
            }
        }
    }

    /// The value of a variable, the first of its name; nil where the file does not have it.
    ///
    /// - Throws: `Failure` where the file up to the variable is not in this form.
    static func value(of name: String, in text: String) throws(Failure) -> String? {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        while let line = lines.popFirst() {
            let number = lines.startIndex
            let content = line.drop(while: isSpace)
            if content.isEmpty || content.first == "#" { continue }
            guard let equals = content.firstIndex(of: "=") else {
                throw .invalid(line: number, "missing '='")
            }
            let found = content[..<equals]
            if found.isEmpty { throw .invalid(line: number, "empty variable name") }
            if found.contains(where: isSpace) {
                throw .invalid(line: number, "whitespace before '='")
            }
            let value = try value(content[content.index(after: equals)...], number, &lines)
            if found == name { return value }
        }
        return nil
    }

    private static func value(
        _ start: Substring, _ number: Int, _ lines: inout ArraySlice<Substring>
    ) throws(Failure) -> String {
        // As in a shell, what follows a space is no longer the value.
        if start.isEmpty || start.first.map(isSpace) == true { return "" }
        guard start.first == "'" else {
            throw .invalid(line: number, "value must be enclosed in single quotes")
        }
        var rest = start.dropFirst()
        var value = ""
        while true {
            if let quote = rest.firstIndex(of: "'") {
                value += rest[..<quote]
                let after = rest[rest.index(after: quote)...].drop(while: isSpace)
                guard after.isEmpty || after.first == "#" else {
                    throw .invalid(line: number, "unexpected text after the closing quote")
                }
                return value
            }
            guard let next = lines.popFirst() else {
                throw .invalid(line: number, "missing closing quote")
            }
            value += rest + "\n"
            rest = next
        }
    }

    private static func isSpace(_ character: Character) -> Bool {
        character == " " || character == "\t"
    }
}
