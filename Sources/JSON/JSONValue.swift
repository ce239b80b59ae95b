/// A JSON document as a tree of values.
///
/// Kubernetes objects travel through Swiftlet in this form: the API server checks them for unknown
/// and duplicate fields with their paths, which Foundation's coders cannot report, and keeps every
/// field it does not interpret.
public enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    /// A number without fraction or exponent that fits 64 bits.
    case integer(Int64)
    /// Every other number.
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}

// MARK: - Access

extension JSONValue {
    /// The member named `key` of an object; nil where there is none or the value is not an object.
    ///
    /// Setting on `null` makes an object; setting nil removes the member.
    public subscript(key: String) -> JSONValue? {
        get {
            guard case .object(let members) = self else { return nil }
            return members[key]
        }
        _modify {
            // What is changed is taken out meanwhile, so that it is not copied.
            switch self {
            case .object(var members):
                self = .null
                defer { self = .object(members) }
                yield &members[key]
            case .null:
                var value: JSONValue?
                defer { if let value { self = .object([key: value]) } }
                yield &value
            default:
                var value: JSONValue?
                yield &value
            }
        }
    }

    /// The element at `index` of an array; nil where there is none or the value is not an array.
    public subscript(index: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    /// The value reached by following object keys from here.
    @_disfavoredOverload
    public func value(at path: String...) -> JSONValue? {
        value(at: path)
    }

    /// The value reached by following two object keys from here.
    public func value(at first: String, _ second: String) -> JSONValue? {
        guard case .object(let members) = self, case .object(let children)? = members[first] else {
            return nil
        }
        return children[second]
    }

    /// The value reached by following object keys from here.
    public func value(at path: [String]) -> JSONValue? {
        path.reduce(Optional(self)) { $0?[$1] }
    }

    /// Sets the value reached by following object keys, making objects on the way where nothing is;
    /// nil removes it.
    @_disfavoredOverload
    public mutating func set(_ value: JSONValue?, at path: String...) {
        set(value, at: path[...])
    }

    /// As above, for the most frequent kind of path.
    public mutating func set(_ value: JSONValue?, at first: String, _ second: String) {
        set(value, in: first) { $0[second] = $1 }
    }

    private mutating func set(_ value: JSONValue?, at path: ArraySlice<String>) {
        guard let key = path.first else { return }
        if path.count == 1 {
            self[key] = value
        } else {
            set(value, in: key) { $0.set($1, at: path.dropFirst()) }
        }
    }

    private mutating func set(
        _ value: JSONValue?, in key: String, _ change: (inout JSONValue, JSONValue?) -> Void
    ) {
        func changeMember(_ member: inout JSONValue?) {
            var child = member ?? .null
            if value == nil, child.isNull { return }
            member = nil
            change(&child, value)
            member = child
        }
        changeMember(&self[key])
    }

    public var isNull: Bool {
        if case .null = self { true } else { false }
    }

    public var stringValue: String? {
        guard case .string(let value) = self else { return nil }
        return value
    }

    public var boolValue: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    /// The number as an integer; a fraction gives nil.
    public var integerValue: Int64? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int64(exactly: value)
        default: nil
        }
    }

    public var doubleValue: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    public var arrayValue: [JSONValue]? {
        guard case .array(let value) = self else { return nil }
        return value
    }

    public var objectValue: JSONObject? {
        guard case .object(let value) = self else { return nil }
        return value
    }
}

// MARK: - Literals

// Not by `nil`: `condition ? value : nil` would be JSON's null where a missing value was meant.

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByStringInterpolation,
    ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByFloatLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(JSONObject(elements) { $1 })
    }
}
