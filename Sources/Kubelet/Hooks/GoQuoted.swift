/// Text as Go's `%q` prints it, which messages of hooks have.
enum GoQuoted {
    private static let escapes: [UInt32: String] = [
        0x07: "\\a", 0x08: "\\b", 0x09: "\\t", 0x0A: "\\n", 0x0B: "\\v", 0x0C: "\\f", 0x0D: "\\r",
        0x22: "\\\"", 0x5C: "\\\\",
    ]

    static func text(_ bytes: [UInt8]) -> String {
        var result = "\""
        var rest = bytes[...]
        while let first = rest.first {
            let width = width(first)
            // What is no UTF-8 is told byte by byte.
            guard
                let scalar = String(validating: rest.prefix(width), as: UTF8.self)?
                    .unicodeScalars.first
            else {
                result += hexadecimal(UInt32(first), 2, "\\x")
                rest = rest.dropFirst()
                continue
            }
            result += escapes[scalar.value] ?? plain(scalar)
            rest = rest.dropFirst(width)
        }
        return result + "\""
    }

    /// Bytes of the character that begins with this one.
    private static func width(_ first: UInt8) -> Int {
        switch first {
        case 0xC0...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xFF: 4
        default: 1
        }
    }

    private static func plain(_ scalar: Unicode.Scalar) -> String {
        if isPrintable(scalar) { return String(scalar) }
        if scalar.value < 0x80 { return hexadecimal(scalar.value, 2, "\\x") }
        return scalar.value < 0x10000
            ? hexadecimal(scalar.value, 4, "\\u") : hexadecimal(scalar.value, 8, "\\U")
    }

    /// Letters, marks, numbers, punctuation, symbols, and the space of ASCII.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
            .paragraphSeparator:
            false
        case .spaceSeparator: scalar == " "
        default: true
        }
    }

    private static func hexadecimal(_ value: UInt32, _ width: Int, _ prefix: String) -> String {
        let digits = String(value, radix: 16)
        return prefix + String(repeating: "0", count: max(width - digits.count, 0)) + digits
    }
}
