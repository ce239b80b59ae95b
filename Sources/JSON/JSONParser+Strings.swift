extension JSONParser {
    /// A member's name: the same few come again and again.
    mutating func parseName() throws -> String {
        let start = position + 1
        guard let end = plainEnd(from: start) else { return try parseString() }
        position = end + 1
        return names.name(UnsafeBufferPointer(rebasing: bytes[start..<end]))
    }

    mutating func parseString() throws -> String {
        position += 1
        let start = position
        if let end = plainEnd(from: start) {
            position = end + 1
            return String(
                decoding: UnsafeBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self)
        }
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                let slice = bytes[start..<position]
                guard let text = String(validating: slice, as: UTF8.self) else {
                    throw failure("string is not UTF-8")
                }
                position += 1
                return text
            }
            if byte == UInt8(ascii: "\\") { return try parseEscapedString(from: start) }
            if byte < 0x20 { throw failure("control character in a string") }
            position += 1
        }
        throw failure("unterminated string")
    }

    /// The place of the mark that ends a string of ASCII without escapes; nil for other strings.
    private func plainEnd(from start: Int) -> Int? {
        var position = start
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") { return position }
            if byte == UInt8(ascii: "\\") || byte < 0x20 || byte >= 0x80 { return nil }
            position += 1
        }
        return nil
    }

    private mutating func parseEscapedString(from start: Int) throws -> String {
        var units = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: units, as: UTF8.self) else {
                    throw failure("string is not UTF-8")
                }
                return text
            case UInt8(ascii: "\\"):
                try parseEscape(into: &units)
            case 0..<0x20:
                throw failure("control character in a string")
            default:
                units.append(byte)
            }
        }
        throw failure("unterminated string")
    }

    private mutating func parseEscape(into units: inout [UInt8]) throws {
        guard position < bytes.count else { throw failure("unterminated string") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): units.append(byte)
        case UInt8(ascii: "b"): units.append(0x08)
        case UInt8(ascii: "f"): units.append(0x0C)
        case UInt8(ascii: "n"): units.append(0x0A)
        case UInt8(ascii: "r"): units.append(0x0D)
        case UInt8(ascii: "t"): units.append(0x09)
        case UInt8(ascii: "u"): units.append(contentsOf: String(try parseUnicodeEscape()).utf8)
        default: throw failure("unknown escape")
        }
    }

    /// A lone surrogate becomes U+FFFD, as in Go's encoding/json.
    private mutating func parseUnicodeEscape() throws -> Unicode.Scalar {
        let replacement: Unicode.Scalar = "\u{FFFD}"
        let unit = try parseHexDigits()
        guard (0xD800..<0xE000).contains(unit) else { return Unicode.Scalar(unit) ?? replacement }
        guard unit < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { return replacement }
        let mark = position
        position += 2
        let low = try parseHexDigits()
        guard (0xDC00..<0xE000).contains(low) else {
            position = mark
            return replacement
        }
        return Unicode.Scalar(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)) ?? replacement
    }

    private mutating func parseHexDigits() throws -> UInt32 {
        guard position + 4 <= bytes.count else { throw failure("unterminated escape") }
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
                throw failure("expected four hexadecimal digits")
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }
}
