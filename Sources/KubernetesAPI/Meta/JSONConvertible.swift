import JSON

/// A value with a JSON form.
///
/// Reading is lenient: a missing member or one of another type leaves the field's zero value. What
/// comes from outside is checked against the schema before it is read.
public protocol JSONConvertible: Sendable, Hashable {
    init(json: JSONValue)
    /// Nil where the value is null or of a type that cannot be read: an optional field stays unset
    /// rather than becoming a zero that means something.
    init?(checking json: JSONValue)
    var json: JSONValue { get }
}

extension JSONConvertible {
    public init?(checking json: JSONValue) {
        guard case .object = json else { return nil }
        self.init(json: json)
    }
}

/// A generated API type.
public protocol APIType: JSONConvertible {
    /// All fields at their zero values.
    init()
}

extension APIType {
    /// Makes a value and sets its fields: `Container.with { $0.name = "main" }`.
    public static func with(_ configure: (inout Self) throws -> Void) rethrows -> Self {
        var value = Self()
        try configure(&value)
        return value
    }
}

/// A generated API type that the REST API serves as an object.
public protocol KubernetesObject: APIType {
    static var resourceType: ResourceType { get }
    var apiVersion: String { get set }
    var kind: String { get set }
    var metadata: ObjectMeta { get set }
}
