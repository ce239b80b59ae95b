import JSON

// The generated types take its place.
public struct ObjectMeta: APIType {
    public init() {}
    public init(json: JSONValue) {}
    public var json: JSONValue { .null }
}
