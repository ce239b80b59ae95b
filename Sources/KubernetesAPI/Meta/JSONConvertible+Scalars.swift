import JSON

extension JSONValue: JSONConvertible {
    public init(json: JSONValue) { self = json }
    public init?(checking json: JSONValue) {
        if case .null = json { return nil }
        self = json
    }
    public var json: JSONValue { self }
}

extension String: JSONConvertible {
    public init(json: JSONValue) { self = json.stringValue ?? "" }
    public init?(checking json: JSONValue) {
        guard let value = json.stringValue else { return nil }
        self = value
    }
    public var json: JSONValue { .string(self) }
}

extension Bool: JSONConvertible {
    public init(json: JSONValue) { self = json.boolValue ?? false }
    public init?(checking json: JSONValue) {
        guard let value = json.boolValue else { return nil }
        self = value
    }
    public var json: JSONValue { .bool(self) }
}

extension Int64: JSONConvertible {
    public init(json: JSONValue) { self = json.integerValue ?? 0 }
    public init?(checking json: JSONValue) {
        guard let value = json.integerValue else { return nil }
        self = value
    }
    public var json: JSONValue { .integer(self) }
}

extension Int32: JSONConvertible {
    public init(json: JSONValue) { self = Int32(checking: json) ?? 0 }
    public init?(checking json: JSONValue) {
        guard let value = json.integerValue.flatMap({ Int32(exactly: $0) }) else { return nil }
        self = value
    }
    public var json: JSONValue { .integer(Int64(self)) }
}

extension Optional: JSONConvertible where Wrapped: JSONConvertible {
    public init(json: JSONValue) { self = Wrapped(checking: json) }
    public init?(checking json: JSONValue) {
        guard let value = Wrapped(checking: json) else { return nil }
        self = .some(value)
    }
    public var json: JSONValue { self?.json ?? .null }
}

extension Array: JSONConvertible where Element: JSONConvertible {
    public init(json: JSONValue) { self = json.arrayValue?.map { Element(json: $0) } ?? [] }
    public init?(checking json: JSONValue) {
        guard case .array(let elements) = json else { return nil }
        self = elements.map { Element(json: $0) }
    }
    public var json: JSONValue { .array(map(\.json)) }
}

extension Dictionary: JSONConvertible where Key == String, Value: JSONConvertible {
    public init(json: JSONValue) { self = json.objectValue?.mapValues { Value(json: $0) } ?? [:] }
    public var json: JSONValue { .object(JSONObject(mapValues(\.json))) }
}
