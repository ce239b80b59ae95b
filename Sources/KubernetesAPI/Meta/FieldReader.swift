import JSON

/// Reads the members of an object; of any other value, all members are missing.
struct FieldReader {
    private let members: JSONObject

    init(_ json: JSONValue) {
        if case .object(let members) = json {
            self.members = members
        } else {
            members = [:]
        }
    }

    func read<Value: JSONConvertible>(_ key: String) -> Value {
        Value(json: members[key] ?? .null)
    }

    /// Leaves the value as it is where the member is missing or empty.
    func readIfSet(_ key: String, _ value: inout String) {
        if case .string(let text)? = members[key], !text.isEmpty { value = text }
    }

    func readBytes(_ key: String) -> [UInt8] {
        members[key]?.stringValue.flatMap(Base64.decode) ?? []
    }

    func readBytesByKey(_ key: String) -> [String: [UInt8]] {
        members[key]?.objectValue?.compactMapValues { $0.stringValue.flatMap(Base64.decode) } ?? [:]
    }
}
