import JSON

/// Reading members of objects that are not read into a generated type. What is missing or of
/// another type is empty: the schema was compared before.
extension JSONValue {
    /// The text of a member; empty where there is none.
    public func string(_ key: String) -> String { self[key]?.stringValue ?? "" }

    /// The elements of a member that is an array.
    public func elements(_ key: String) -> [JSONValue] { self[key]?.arrayValue ?? [] }

    /// The texts of a member that is an array.
    public func strings(_ key: String) -> [String] { elements(key).compactMap(\.stringValue) }

    /// The members of a member that is an object.
    public func members(_ key: String) -> JSONObject { self[key]?.objectValue ?? [:] }

    /// The amounts of a member that is a list of resources.
    public func quantities(_ key: String) -> [String: Quantity] {
        members(key).compactMapValues(Quantity.init(checking:))
    }

    /// Whether a member is there and not null.
    public func has(_ key: String) -> Bool { self[key].map { !$0.isNull } ?? false }
}
