/// Why a text is not JSON, and where.
public struct JSONParseError: Error, Hashable, Sendable, CustomStringConvertible {
    /// 1-based.
    public var line: Int
    /// 1-based, in bytes.
    public var column: Int
    public var reason: String

    public var description: String { "line \(line), column \(column): \(reason)" }
}

extension JSONValue {
    /// Reads one JSON text (RFC 8259).
    ///
    /// - Parameters:
    ///   - maximumCount: how many values the text may have, the ones inside of others included.
    ///   - duplicates: receives the path of each member that an object names twice, in Kubernetes'
    ///     notation (`spec.containers[0].name`); the last one counts.
    /// - Throws: `JSONParseError`; nesting deeper than `maximumDepth` is refused too.
    public init(
        parsing bytes: some Sequence<UInt8>, maximumDepth: Int = 200, maximumCount: Int = .max,
        duplicates: inout [String]
    ) throws {
        func parse(_ buffer: UnsafeBufferPointer<UInt8>) throws -> (JSONValue, [String]) {
            var parser = JSONParser(
                bytes: buffer, maximumDepth: maximumDepth, maximumCount: maximumCount)
            return (try parser.parseDocument(), parser.duplicates)
        }
        let (value, found) =
            try bytes.withContiguousStorageIfAvailable(parse)
            ?? ContiguousArray(bytes).withUnsafeBufferPointer(parse)
        self = value
        duplicates.append(contentsOf: found)
    }

    /// Reads one JSON text, taking the last of members named twice.
    public init(parsing bytes: some Sequence<UInt8>, maximumDepth: Int = 200) throws {
        var ignored: [String] = []
        try self.init(parsing: bytes, maximumDepth: maximumDepth, duplicates: &ignored)
    }

    /// Reads one JSON text, taking the last of members named twice.
    public init(parsing text: String) throws {
        try self.init(parsing: text.utf8)
    }
}

/// A recursive-descent reader over contiguous bytes.
struct JSONParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let maximumDepth: Int
    private var remaining: Int
    private var position = 0
    private var depth = 0
    /// Paths as seen from the value that is being read.
    private(set) var duplicates: [String] = []
    private var names = NameCache()

    init(bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int, maximumCount: Int = .max) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
        remaining = maximumCount
    }

    mutating func parseDocument() throws -> JSONValue {
        let value = try parseValue()
        skipWhitespace()
        guard position == bytes.count else { throw failure("text after the end of the document") }
        return value
    }

    private mutating func parseValue() throws -> JSONValue {
        skipWhitespace()
        guard position < bytes.count else { throw failure("unexpected end of text") }
        guard remaining > 0 else { throw failure("too many values") }
        remaining -= 1
        switch bytes[position] {
        case UInt8(ascii: "{"): return .object(try parseObject())
        case UInt8(ascii: "["): return .array(try parseArray())
        case UInt8(ascii: "\""): return .string(try parseString())
        case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
        case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
        case UInt8(ascii: "n"): return try parseWord("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try parseNumber()
        default: throw failure("unexpected character")
        }
    }

    private mutating func parseObject() throws -> JSONObject {
        try enter()
        defer { depth -= 1 }
        skipWhitespace()
        if take(UInt8(ascii: "}")) { return [:] }
        var members = JSONObject()
        members.reserveCapacity(4)
        while true {
            skipWhitespace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
                throw failure("expected a member name in double quotes")
            }
            let key = try parseName()
            skipWhitespace()
            guard take(UInt8(ascii: ":")) else { throw failure("expected ':' after a member name") }
            let known = duplicates.count
            let value = try parseValue()
            if duplicates.count > known { prefixDuplicates(from: known, with: key) }
            if members.updateValue(value, forKey: key) != nil { duplicates.append(key) }
            skipWhitespace()
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "}")) else { throw failure("expected ',' or '}' in an object") }
            return members
        }
    }

    private mutating func parseArray() throws -> [JSONValue] {
        try enter()
        defer { depth -= 1 }
        var elements: [JSONValue] = []
        skipWhitespace()
        if take(UInt8(ascii: "]")) { return elements }
        while true {
            let known = duplicates.count
            let element = try parseValue()
            if duplicates.count > known {
                prefixDuplicates(from: known, with: "[\(elements.count)]")
            }
            elements.append(element)
            skipWhitespace()
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "]")) else { throw failure("expected ',' or ']' in an array") }
            return elements
        }
    }

    private mutating func enter() throws {
        position += 1
        guard depth < maximumDepth else { throw failure("nested too deeply") }
        depth += 1
    }

    private mutating func prefixDuplicates(from start: Int, with step: String) {
        for index in start..<duplicates.count {
            let path = duplicates[index]
            duplicates[index] = path.hasPrefix("[") ? step + path : "\(step).\(path)"
        }
    }

    private mutating func parseWord(_ word: StaticString, _ value: JSONValue) throws -> JSONValue {
        let count = word.utf8CodeUnitCount
        guard position + count <= bytes.count else { throw failure("unexpected end of text") }
        for offset in 0..<count where bytes[position + offset] != word.utf8Start[offset] {
            throw failure("expected '\(word)'")
        }
        position += count
        return value
    }

    private mutating func parseNumber() throws -> JSONValue {
        let start = position
        _ = take(UInt8(ascii: "-"))
        guard let first = peekDigit() else { throw failure("expected a digit") }
        skipDigits()
        if first == 0, position - start > (bytes[start] == UInt8(ascii: "-") ? 2 : 1) {
            throw failure("a number does not start with 0")
        }
        var isInteger = true
        if take(UInt8(ascii: ".")) {
            isInteger = false
            guard peekDigit() != nil else { throw failure("expected a digit after '.'") }
            skipDigits()
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isInteger = false
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard peekDigit() != nil else { throw failure("expected a digit in an exponent") }
            skipDigits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isInteger, let integer = Int64(text) { return .integer(integer) }
        guard let number = Double(text), number.isFinite else {
            throw failure("number out of range")
        }
        return .number(number)
    }

    /// A member's name: the same few come again and again.
    private mutating func parseName() throws -> String {
        let start = position + 1
        guard let end = plainEnd(from: start) else { return try parseString() }
        position = end + 1
        return names.name(UnsafeBufferPointer(rebasing: bytes[start..<end]))
    }

    private mutating func parseString() throws -> String {
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

    private mutating func skipWhitespace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    private func peekDigit() -> UInt8? {
        guard position < bytes.count else { return nil }
        let byte = bytes[position]
        let zero = UInt8(ascii: "0")
        return (zero...UInt8(ascii: "9")).contains(byte) ? byte - zero : nil
    }

    private mutating func skipDigits() {
        while peekDigit() != nil { position += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private func failure(_ reason: String) -> JSONParseError {
        var line = 1
        var lineStart = 0
        for index in 0..<min(position, bytes.count) where bytes[index] == 0x0A {
            line += 1
            lineStart = index + 1
        }
        return JSONParseError(line: line, column: position - lineStart + 1, reason: reason)
    }
}
