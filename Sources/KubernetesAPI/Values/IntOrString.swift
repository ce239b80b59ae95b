import JSON

/// A number, or a name or percentage: the `port` of a probe, for example.
public enum IntOrString: JSONConvertible {
    case int(Int32)
    case string(String)

    public init() { self = .int(0) }

    public init(json: JSONValue) { self = Self(checking: json) ?? .int(0) }

    public init?(checking json: JSONValue) {
        if let value = Int32(checking: json) {
            self = .int(value)
        } else if let value = json.stringValue {
            self = .string(value)
        } else {
            return nil
        }
    }

    public var json: JSONValue {
        switch self {
        case .int(let value): value.json
        case .string(let value): value.json
        }
    }
}

extension IntOrString: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral,
    CustomStringConvertible
{
    public init(integerLiteral value: Int32) { self = .int(value) }
    public init(stringLiteral value: String) { self = .string(value) }

    public var description: String {
        switch self {
        case .int(let value): String(value)
        case .string(let value): value
        }
    }
}
