import JSON

/// What an unquoted YAML scalar means, as Kubernetes' YAML library reads it (YAML 1.1).
enum PlainScalar {
    static func value(of text: String) -> JSONValue {
        if let word = words[text] { return word }
        guard let first = text.utf8.first, Self.numberStarts.contains(first) else {
            return .string(text)
        }
        let plain = text.contains("_") ? text.filter { $0 != "_" } : text
        return integer(plain) ?? float(plain) ?? .string(text)
    }

    private static let numberStarts = Set("+-.0123456789".utf8)

    private static let words: [String: JSONValue] = {
        var words: [String: JSONValue] = [
            ".inf": .number(.infinity), ".Inf": .number(.infinity), ".INF": .number(.infinity),
            "+.inf": .number(.infinity), "+.Inf": .number(.infinity), "+.INF": .number(.infinity),
            "-.inf": .number(-.infinity), "-.Inf": .number(-.infinity),
            "-.INF": .number(-.infinity),
            ".nan": .number(.nan), ".NaN": .number(.nan), ".NAN": .number(.nan),
        ]
        for word in ["", "~", "null", "Null", "NULL"] { words[word] = .null }
        for word in ["y", "yes", "on", "true"] { words.merge(spellings(word, true)) { $1 } }
        for word in ["n", "no", "off", "false"] { words.merge(spellings(word, false)) { $1 } }
        return words
    }()

    private static func spellings(_ word: String, _ value: Bool) -> [String: JSONValue] {
        let capitalized = word.prefix(1).uppercased() + word.dropFirst()
        // One letter has the same spelling capitalized and in upper case.
        let spellings = Set([word, capitalized, word.uppercased()])
        return Dictionary(uniqueKeysWithValues: spellings.map { ($0, .bool(value)) })
    }

    /// Decimal, `0b`, `0x`, `0o` and the octal of a leading zero: `0644` is 420.
    private static func integer(_ text: String) -> JSONValue? {
        var digits = text[...]
        let isNegative = digits.hasPrefix("-")
        if isNegative || digits.hasPrefix("+") { digits.removeFirst() }
        guard let first = digits.first, first.isASCII, first.isNumber else { return nil }
        var radix = 10
        for (prefix, base) in [("0b", 2), ("0o", 8), ("0x", 16)] where digits.hasPrefix(prefix) {
            radix = base
            digits.removeFirst(2)
        }
        if radix == 10, first == "0", digits.count > 1 { radix = 8 }
        guard !digits.hasPrefix("+"), !digits.hasPrefix("-"),
            let magnitude = UInt64(digits, radix: radix)
        else { return nil }
        if let value = Int64(exactly: magnitude) { return .integer(isNegative ? -value : value) }
        if isNegative, magnitude == Int64.min.magnitude { return .integer(.min) }
        return .number(isNegative ? -Double(magnitude) : Double(magnitude))
    }

    private static func float(_ text: String) -> JSONValue? {
        let isDecimal = text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || "+-.eE".utf8.contains(byte)
        }
        guard isDecimal, text.contains(where: \.isNumber), let number = Double(padded(text)) else {
            return nil
        }
        return .number(number)
    }

    /// Swift wants a digit on both sides of the point.
    private static func padded(_ text: String) -> String {
        var text = text
        if text.hasPrefix(".") { text = "0" + text }
        for sign in ["+", "-"] where text.hasPrefix("\(sign).") {
            text = "\(sign)0\(text.dropFirst())"
        }
        if text.hasSuffix(".") { text += "0" }
        return text.replacing(".e", with: ".0e").replacing(".E", with: ".0E")
    }
}
