import JSON

/// A string with well-known values; others are kept, as newer clients may send them.
public protocol StringEnumeration: JSONConvertible, RawRepresentable, ExpressibleByStringLiteral,
    CustomStringConvertible
where RawValue == String {
    init(rawValue: String)
}

extension StringEnumeration {
    /// The empty value.
    public init() { self.init(rawValue: "") }
    public init(stringLiteral value: String) { self.init(rawValue: value) }
    public init(json: JSONValue) { self.init(rawValue: json.stringValue ?? "") }
    public init?(checking json: JSONValue) {
        guard let value = json.stringValue else { return nil }
        self.init(rawValue: value)
    }
    public var json: JSONValue { .string(rawValue) }
    public var isEmpty: Bool { rawValue.isEmpty }
    public var description: String { rawValue }
}
