import JSON

/// Collects the members of an object.
struct FieldWriter {
    private var members: JSONObject = [:]

    init(capacity: Int) {
        members.reserveCapacity(min(capacity, 16))
    }

    var object: JSONValue { .object(members) }

    mutating func put(_ key: String, _ value: some JSONConvertible) {
        members[key] = value.json
    }

    mutating func putIfSet(_ key: String, _ value: (some JSONConvertible)?) {
        if let value { members[key] = value.json }
    }

    /// Leaves out what Go's `omitempty` and `omitzero` leave out.
    mutating func putUnlessZero(_ key: String, _ value: some JSONConvertible) {
        let json = value.json
        switch json {
        case .null, .bool(false), .integer(0), .string(""): return
        case .array(let elements) where elements.isEmpty: return
        case .object(let children) where children.isEmpty: return
        default: members[key] = json
        }
    }

    mutating func putMicroTime(_ key: String, _ value: Timestamp?) {
        if let value { members[key] = .string(value.formatted(fractionDigits: 6)) }
    }

    mutating func putBytes(_ key: String, _ value: [UInt8]) {
        if !value.isEmpty { members[key] = .string(Base64.encode(value)) }
    }

    mutating func putBytesByKey(_ key: String, _ value: [String: [UInt8]]) {
        if !value.isEmpty {
            members[key] = .object(JSONObject(value.mapValues { .string(Base64.encode($0)) }))
        }
    }
}
