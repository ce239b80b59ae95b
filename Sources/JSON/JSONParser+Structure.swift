// Objects and arrays.

extension JSONParser {
    mutating func parseObject() throws -> JSONObject {
        var members = JSONObject()
        members.reserveCapacity(4)
        try eachMember { parser, name in
            let known = parser.duplicates.count
            let value = try parser.parseValue()
            if parser.duplicates.count > known { parser.prefixDuplicates(from: known, with: name) }
            if members.updateValue(value, forKey: name) != nil { parser.duplicates.append(name) }
        }
        return members
    }

    mutating func parseArray() throws -> [JSONValue] {
        var elements: [JSONValue] = []
        try eachElement { parser in
            let known = parser.duplicates.count
            let element = try parser.parseValue()
            if parser.duplicates.count > known {
                parser.prefixDuplicates(from: known, with: "[\(elements.count)]")
            }
            elements.append(element)
        }
        return elements
    }

    /// - Parameter body: reads the value of the member that it is given the name of.
    @inline(__always)
    mutating func eachMember(_ body: (inout JSONParser, String) throws -> Void) throws {
        try enter()
        defer { depth -= 1 }
        skipWhitespace()
        if take(UInt8(ascii: "}")) { return }
        while true {
            skipWhitespace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
                throw failure("expected a member name in double quotes")
            }
            let name = try parseName()
            skipWhitespace()
            guard take(UInt8(ascii: ":")) else { throw failure("expected ':' after a member name") }
            try body(&self, name)
            skipWhitespace()
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "}")) else { throw failure("expected ',' or '}' in an object") }
            return
        }
    }

    /// - Parameter body: reads an element.
    @inline(__always)
    mutating func eachElement(_ body: (inout JSONParser) throws -> Void) throws {
        try enter()
        defer { depth -= 1 }
        skipWhitespace()
        if take(UInt8(ascii: "]")) { return }
        while true {
            try body(&self)
            skipWhitespace()
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "]")) else { throw failure("expected ',' or ']' in an array") }
            return
        }
    }

    /// Goes past a value without reading it.
    mutating func skipValue() throws {
        skipWhitespace()
        guard position < bytes.count else { throw failure("unexpected end of text") }
        var level = 0
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                try skipString()
                if level == 0 { return }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): level += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                // The end of what a number or word was in.
                if level == 0 { return }
                level -= 1
                if level == 0 {
                    position += 1
                    return
                }
            case UInt8(ascii: ","): if level == 0 { return }
            default: break
            }
            position += 1
        }
        guard level == 0 else { throw failure("unexpected end of text") }
    }

    private mutating func skipString() throws {
        position += 1
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return
            case UInt8(ascii: "\\"): position += 2
            default: position += 1
            }
        }
        throw failure("unterminated string")
    }

    /// The next byte.
    var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

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
}
