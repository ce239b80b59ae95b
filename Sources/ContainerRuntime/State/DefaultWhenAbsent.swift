/// A member of a record on disk that records of earlier versions lack; they then have the type's
/// empty value. Containers run on when the daemon is replaced by a newer one, which has to read
/// what the one before it wrote.
@propertyWrapper
public struct DefaultWhenAbsent<Value: EmptyInitializable & Codable & Hashable & Sendable>:
    Codable, Hashable, Sendable
{
    public var wrappedValue: Value

    public init(wrappedValue: Value = Value()) {
        self.wrappedValue = wrappedValue
    }

    public init(from decoder: any Decoder) throws {
        wrappedValue = try Value(from: decoder)
    }

    public func encode(to encoder: any Encoder) throws {
        try wrappedValue.encode(to: encoder)
    }
}

/// A type with a value that says nothing.
public protocol EmptyInitializable {
    init()
}

extension Bool: EmptyInitializable {}
extension String: EmptyInitializable {}
extension Array: EmptyInitializable {}
extension Dictionary: EmptyInitializable {}

extension KeyedDecodingContainer {
    /// Chosen by the compiler for members in the wrapper.
    func decode<Value>(
        _ type: DefaultWhenAbsent<Value>.Type, forKey key: Key
    ) throws -> DefaultWhenAbsent<Value> {
        try decodeIfPresent(type, forKey: key) ?? DefaultWhenAbsent()
    }
}
