import JSON

/// How a text is written in YAML so that it is read back as the same text.
enum YAMLString {
    /// Whether the literal block form fits: several lines, none with a space at its end, nothing that
    /// needs an escape.
    static func isBlock(_ text: String) -> Bool {
        text.contains("\n") && !text.contains(" \n") && !text.hasSuffix(" ")
            && text.unicodeScalars.allSatisfy { $0 == "\n" || isPrintable($0) }
    }

    /// On one line: plain where that reads back, else quoted.
    static func inline(_ text: String) -> String {
        guard case .string = PlainScalar.value(of: text), text != "<<", text != "=" else {
            return doubleQuoted(text)
        }
        if !text.unicodeScalars.allSatisfy(isPrintable) || isTime(text) {
            return doubleQuoted(text)
        }
        return canBePlain(text) ? text : "'\(text.replacing("'", with: "''"))'"
    }

    /// Whether readers that know YAML 1.1's timestamps would take the text for one.
    private static func isTime(_ text: String) -> Bool {
        let pattern = Array("0000-00-00".utf8)
        let head = Array(text.utf8.prefix(pattern.count))
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        return head.count == pattern.count
            && zip(head, pattern).allSatisfy {
                $1 == UInt8(ascii: "-") ? $0 == $1 : digits.contains($0)
            }
    }

    private static func canBePlain(_ text: String) -> Bool {
        if text.hasPrefix(" ") || text.hasSuffix(" ") || text.hasSuffix(":") { return false }
        if text.hasPrefix("---") || text.hasPrefix("...") { return false }
        if text.contains(": ") || text.contains(" #") { return false }
        guard let first = text.first else { return false }
        if "#,[]{}&*!|>'\"%@`".contains(first) { return false }
        if "-?:".contains(first) {
            let second = text.dropFirst().first
            return second != nil && second != " "
        }
        return true
    }

    private static func doubleQuoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case "\0": result += "\\0"
            case "\u{1B}": result += "\\e"
            case _ where isPrintable(scalar): result.unicodeScalars.append(scalar)
            case _ where scalar.value < 0x100: result += "\\x" + hexadecimal(scalar, 2)
            case _ where scalar.value < 0x10000: result += "\\u" + hexadecimal(scalar, 4)
            default: result += "\\U" + hexadecimal(scalar, 8)
            }
        }
        return result + "\""
    }

    private static func hexadecimal(_ scalar: Unicode.Scalar, _ width: Int) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return String(repeating: "0", count: width - digits.count) + digits
    }

    /// YAML's printable characters without tab and line ends, which need a form of their own.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD,
            0x10000...0x10FFFF:
            true
        default: false
        }
    }
}
