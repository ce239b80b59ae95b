import JSON

extension JSONValue {
    /// What Go's zero value of a field looks like, and a missing one.
    var isZero: Bool {
        switch self {
        case .null, .bool(false), .integer(0), .string(""): true
        default: false
        }
    }

    /// Fills a member that is missing or zero.
    mutating func setDefault(_ key: String, _ value: JSONValue) {
        if self[key]?.isZero ?? true { self[key] = value }
    }

    /// Fills a member that is missing or null; `false` and 0 were meant.
    mutating func setIfMissing(_ key: String, _ value: JSONValue) {
        if case .object = self, self[key] == nil || self[key]?.isNull == true { self[key] = value }
    }

    /// Changes a member that is an object.
    mutating func update(_ key: String, _ change: (inout JSONValue) -> Void) {
        guard case .object? = self[key] else { return }
        Self.replace(&self[key]) { member in
            var member = member
            change(&member)
            return member
        }
    }

    /// Changes each element of a member that is an array.
    mutating func updateEach(_ key: String, _ change: (inout JSONValue) -> Void) {
        guard case .array? = self[key] else { return }
        Self.replace(&self[key]) { member in
            guard case .array(var elements) = consume member else { return .array([]) }
            for index in elements.indices { change(&elements[index]) }
            return .array(elements)
        }
    }

    /// The member is taken out while it is changed, so that it is not copied.
    private static func replace(
        _ member: inout JSONValue?, _ change: (consuming JSONValue) -> JSONValue
    ) {
        guard let value = member.take() else { return }
        member = change(value)
    }
}
