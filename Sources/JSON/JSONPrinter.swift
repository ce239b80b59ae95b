extension JSONValue {
    /// The value as JSON text with object members in the order of their names.
    ///
    /// - Parameter indent: spaces a level; nil for one line.
    public func serialized(indent: Int? = nil) -> String {
        String(decoding: serializedBytes(indent: indent), as: UTF8.self)
    }

    /// The value as JSON text in UTF-8 with object members in the order of their names.
    public func serializedBytes(indent: Int? = nil) -> [UInt8] {
        var printer = JSONPrinter(indent: indent)
        printer.print(self)
        return printer.output
    }

    /// Adds the value as JSON text in one line to `output`.
    public func serialize(to output: inout [UInt8]) {
        var printer = JSONPrinter(indent: nil, output: output)
        output = []
        printer.print(self)
        output = printer.output
    }
}

/// Writes a value tree as text.
struct JSONPrinter {
    private let indent: Int?
    private var level = 0
    private(set) var output: [UInt8]

    init(indent: Int?, output: consuming [UInt8] = []) {
        self.indent = indent
        self.output = output
    }

    mutating func print(_ value: JSONValue) {
        switch value {
        case .null: write("null")
        case .bool(let value): write(value ? "true" : "false")
        case .integer(let value): write(String(value))
        case .number(let value): printNumber(value)
        case .string(let value): printString(value)
        case .array(let elements): printArray(elements)
        case .object(let members): printObject(members)
        }
    }

    private mutating func printNumber(_ value: Double) {
        if value == value.rounded(), abs(value) < 1e15 {
            write(String(Int64(value)))
        } else {
            write(value.description)
        }
    }

    private mutating func printArray(_ elements: [JSONValue]) {
        guard !elements.isEmpty else { return write("[]") }
        write(UInt8(ascii: "["))
        level += 1
        var isFirst = true
        for element in elements {
            if !isFirst { write(UInt8(ascii: ",")) }
            isFirst = false
            newLine()
            print(element)
        }
        level -= 1
        newLine()
        write(UInt8(ascii: "]"))
    }

    private mutating func printObject(_ members: JSONObject) {
        guard !members.isEmpty else { return write("{}") }
        write(UInt8(ascii: "{"))
        level += 1
        var isFirst = true
        for (key, value) in members {
            if !isFirst { write(UInt8(ascii: ",")) }
            isFirst = false
            newLine()
            printString(key)
            write(UInt8(ascii: ":"))
            if indent != nil { write(UInt8(ascii: " ")) }
            print(value)
        }
        level -= 1
        newLine()
        write(UInt8(ascii: "}"))
    }

    private mutating func printString(_ text: String) {
        var text = text
        write(UInt8(ascii: "\""))
        text.withUTF8 { bytes in
            // Nearly all texts have nothing to escape.
            if Self.isPlain(bytes) {
                output.append(contentsOf: bytes)
            } else {
                for byte in bytes { writeEscaped(byte) }
            }
        }
        write(UInt8(ascii: "\""))
    }

    /// Whether nothing has to be escaped.
    private static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var position = 0
        while position + 8 <= bytes.count {
            let word = UnsafeRawPointer(bytes.baseAddress! + position)
                .loadUnaligned(as: UInt64.self)
            if hasEscaped(word) { return false }
            position += 8
        }
        while position < bytes.count {
            let byte = bytes[position]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                return false
            }
            position += 1
        }
        return true
    }

    /// Whether one of eight bytes has to be escaped: the highest bit of a byte of `(x - n) & ~x` is
    /// set where, from the lowest byte on, the first one below n is.
    private static func hasEscaped(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
        let backslash = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
        let control = (word &- ones &* 0x20) & ~word
        let marks = ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash)
        return (control | marks) & (ones &* 0x80) != 0
    }

    private mutating func writeEscaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): write("\\\"")
        case UInt8(ascii: "\\"): write("\\\\")
        case 0x0A: write("\\n")
        case 0x0D: write("\\r")
        case 0x09: write("\\t")
        case 0..<0x20:
            let hexadecimal = String(byte, radix: 16)
            write("\\u" + String(repeating: "0", count: 4 - hexadecimal.count) + hexadecimal)
        default: write(byte)
        }
    }

    private mutating func newLine() {
        guard let indent else { return }
        output.append(0x0A)
        output.append(contentsOf: repeatElement(0x20, count: indent * level))
    }

    private mutating func write(_ byte: UInt8) {
        output.append(byte)
    }

    private mutating func write(_ text: String) {
        output.append(contentsOf: text.utf8)
    }
}
