/// Reads the string form of a label selector.
struct LabelSelectorParser {
    private enum Token: Hashable {
        case word(String)
        case symbol(String)
        case end
    }

    private let text: String
    private var tokens: [Token] = []
    private var position = 0

    init(_ text: String) {
        self.text = text
        tokens = Self.tokens(of: text)
    }

    mutating func parse() throws -> [LabelMatcher.Requirement] {
        var requirements: [LabelMatcher.Requirement] = []
        if peek() == .end { return [] }
        while true {
            requirements.append(try requirement())
            if take(.symbol(",")) { continue }
            guard peek() == .end else { throw unexpected("',' or the end") }
            return requirements
        }
    }

    private mutating func requirement() throws -> LabelMatcher.Requirement {
        if take(.symbol("!")) { return .init(try key(), .doesNotExist) }
        let key = try key()
        switch peek() {
        case .end, .symbol(","):
            return .init(key, .exists)
        case .symbol(let symbol):
            position += 1
            switch symbol {
            case "=", "==": return .init(key, .isIn([try value(of: key)]))
            case "!=": return .init(key, .isNotIn([try value(of: key)]))
            case ">": return .init(key, .isGreater(than: try integer(of: key)))
            case "<": return .init(key, .isLess(than: try integer(of: key)))
            default: break
            }
            position -= 1
        case .word("in"):
            position += 1
            return .init(key, .isIn(try values(of: key)))
        case .word("notin"):
            position += 1
            return .init(key, .isNotIn(try values(of: key)))
        case .word:
            break
        }
        throw unexpected("'=', '!=', '==', 'in', 'notin'")
    }

    private mutating func key() throws -> String {
        guard case .word(let key) = peek() else { throw unexpected("a label key") }
        position += 1
        if let problem = NameValidation.qualifiedName(key).first {
            throw failure("key: Invalid value: \"\(key)\": \(problem)")
        }
        return key
    }

    /// Nothing stands for the empty value.
    private mutating func value(of key: String) throws -> String {
        guard case .word(let value) = peek() else { return "" }
        position += 1
        if let problem = NameValidation.labelValue(value).first {
            throw failure("values[0][\(key)]: Invalid value: \"\(value)\": \(problem)")
        }
        return value
    }

    private mutating func integer(of key: String) throws -> Int64 {
        let text = try value(of: key)
        guard let number = Int64(text) else {
            throw failure(
                "values[0][\(key)]: Invalid value: \"\(text)\": for 'Gt', 'Lt' operators, the value "
                    + "must be an integer")
        }
        return number
    }

    private mutating func values(of key: String) throws -> [String] {
        guard take(.symbol("(")) else { throw unexpected("'('") }
        var values: [String] = []
        repeat {
            values.append(try value(of: key))
        } while take(.symbol(","))
        guard take(.symbol(")")) else { throw unexpected("',' or ')'") }
        return values
    }

    private func peek() -> Token { tokens[position] }

    private mutating func take(_ token: Token) -> Bool {
        guard peek() == token else { return false }
        position += 1
        return true
    }

    private func unexpected(_ wanted: String) -> APIError {
        let found =
            switch peek() {
            case .word(let text), .symbol(let text): "'\(text)'"
            case .end: "the end"
            }
        return failure("found \(found), expected: \(wanted)")
    }

    private func failure(_ reason: String) -> APIError {
        .badRequest("unable to parse requirement: \(reason) (in label selector \"\(text)\")")
    }

    private static func tokens(of text: String) -> [Token] {
        var tokens: [Token] = []
        var rest = text[...]
        while let character = rest.first {
            if character == " " || character == "\t" || character == "\n" {
                rest.removeFirst()
            } else if let symbol = ["==", "!=", "=", "!", ",", "(", ")", ">", "<"]
                .first(where: { rest.hasPrefix($0) })
            {
                tokens.append(.symbol(symbol))
                rest.removeFirst(symbol.count)
            } else {
                let word = rest.prefix { !" \t\n=!,()<>".contains($0) }
                tokens.append(.word(String(word)))
                rest = rest[word.endIndex...]
            }
        }
        return tokens + [.end]
    }
}
