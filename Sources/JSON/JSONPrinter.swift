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
}

/// Writes a value tree as text.
struct JSONPrinter {
    private let indent: Int?
    private var level = 0
    private(set) var output: [UInt8] = []

    init(indent: Int?) {
        self.indent = indent
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
        write("[")
        level += 1
        for (index, element) in elements.enumerated() {
            if index > 0 { write(",") }
            newLine()
            print(element)
        }
        level -= 1
        newLine()
        write("]")
    }

    private mutating func printObject(_ members: [String: JSONValue]) {
        guard !members.isEmpty else { return write("{}") }
        write("{")
        level += 1
        for (index, key) in members.keys.sorted().enumerated() {
            if index > 0 { write(",") }
            newLine()
            printString(key)
            write(indent == nil ? ":" : ": ")
            print(members[key]!)
        }
        level -= 1
        newLine()
        write("}")
    }

    private mutating func printString(_ text: String) {
        output.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): write("\\\"")
            case UInt8(ascii: "\\"): write("\\\\")
            case 0x0A: write("\\n")
            case 0x0D: write("\\r")
            case 0x09: write("\\t")
            case 0..<0x20:
                let hexadecimal = String(byte, radix: 16)
                write("\\u" + String(repeating: "0", count: 4 - hexadecimal.count) + hexadecimal)
            default: output.append(byte)
            }
        }
        output.append(UInt8(ascii: "\""))
    }

    private mutating func newLine() {
        guard let indent else { return }
        output.append(0x0A)
        output.append(contentsOf: repeatElement(0x20, count: indent * level))
    }

    private mutating func write(_ text: String) {
        output.append(contentsOf: text.utf8)
    }
}
