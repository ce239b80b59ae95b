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
    let bytes: UnsafeBufferPointer<UInt8>
    let maximumDepth: Int
    private var remaining: Int
    var position = 0
    var depth = 0
    /// Paths as seen from the value that is being read.
    var duplicates: [String] = []
    var names = NameCache()

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

    mutating func parseValue() throws -> JSONValue {
        skipWhitespace()
        guard position < bytes.count else { throw failure("unexpected end of text") }
        guard remaining > 0 else { throw failure("more values than are taken at once") }
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

    mutating func skipWhitespace() {
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

    mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    func failure(_ reason: String) -> JSONParseError {
        var line = 1
        var lineStart = 0
        for index in 0..<min(position, bytes.count) where bytes[index] == 0x0A {
            line += 1
            lineStart = index + 1
        }
        return JSONParseError(line: line, column: position - lineStart + 1, reason: reason)
    }
}
