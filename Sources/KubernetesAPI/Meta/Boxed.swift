import JSON

/// An optional struct that stands apart from the struct that has it.
///
/// A Volume has 30 kinds of source of which one is set: kept in place they would make each volume
/// kilobytes large, and each copy of a Pod thousands of instructions.
@propertyWrapper
public struct Boxed<Value: JSONConvertible>: Sendable, Hashable {
    private final class Storage: Sendable {
        let value: Value

        init(_ value: Value) { self.value = value }
    }

    private var storage: Storage?

    /// Nothing.
    public init() {}

    public init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

    public var wrappedValue: Value? {
        get { storage?.value }
        set { storage = newValue.map(Storage.init) }
    }

    public static func == (left: Boxed, right: Boxed) -> Bool {
        left.storage === right.storage || left.wrappedValue == right.wrappedValue
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(wrappedValue) }
}
