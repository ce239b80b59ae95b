/// What is read of a text of which not all is wanted: the rest is passed over, which costs a small
/// part of reading it.
///
/// A projection of an object is one of each element where there is an array.
public indirect enum JSONProjection: Sendable {
    case all
    case nothing
    /// The named members of an object, and of all others the same.
    case members([String: JSONProjection], others: JSONProjection = .nothing)

    /// Members that are read whole, and no others.
    public static func only(_ names: String...) -> JSONProjection {
        .members(Dictionary(names.map { ($0, .all) }) { first, _ in first })
    }
}

extension JSONValue {
    /// Reads of a JSON text what `projection` asks for. What is passed over is not checked, so the
    /// text should be one that was written here.
    ///
    /// - Throws: `JSONParseError`.
    public init(parsing bytes: some Sequence<UInt8>, _ projection: JSONProjection) throws {
        func parse(_ buffer: UnsafeBufferPointer<UInt8>) throws -> JSONValue {
            var parser = JSONParser(bytes: buffer, maximumDepth: 200)
            return try parser.parse(projection)
        }
        self =
            try bytes.withContiguousStorageIfAvailable(parse)
            ?? ContiguousArray(bytes).withUnsafeBufferPointer(parse)
    }
}

/// Looking into JSON texts without reading them.
public enum JSONText {
    /// The place of the value of a member of the object that the text is; nil where there is none.
    public static func range(
        ofMember name: String, in text: ArraySlice<UInt8>
    ) -> Range<Int>? {
        text.withUnsafeBufferPointer { buffer in
            var parser = JSONParser(bytes: buffer, maximumDepth: 200)
            guard let range = try? parser.range(ofMember: name) else { return nil }
            return range.lowerBound + text.startIndex..<range.upperBound + text.startIndex
        }
    }
}

extension JSONParser {
    /// Reads the value that comes next.
    mutating func parse(_ projection: JSONProjection) throws -> JSONValue {
        switch projection {
        case .all: return try parseValue()
        case .nothing:
            try skipValue()
            return .null
        case .members(let wanted, let others):
            skipWhitespace()
            switch peek {
            case UInt8(ascii: "{"):
                var members = JSONObject()
                try eachMember { parser, name in
                    let projection = wanted[name] ?? others
                    if case .nothing = projection { return try parser.skipValue() }
                    members[name] = try parser.parse(projection)
                }
                return .object(members)
            case UInt8(ascii: "["):
                var elements: [JSONValue] = []
                try eachElement { elements.append(try $0.parse(projection)) }
                return .array(elements)
            default: return try parseValue()
            }
        }
    }

    mutating func range(ofMember wanted: String) throws -> Range<Int>? {
        var found: Range<Int>?
        skipWhitespace()
        guard peek == UInt8(ascii: "{") else { return nil }
        do {
            try eachMember { parser, name in
                parser.skipWhitespace()
                let start = parser.position
                try parser.skipValue()
                guard name == wanted else { return }
                found = start..<parser.position
                throw Found()
            }
        } catch is Found {}
        return found
    }

    private struct Found: Error {}
}
