/// What names an object.
public struct ObjectKey: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The plural with its group: `pods`, `deployments.apps`.
    public var type: String
    /// Empty for an object outside of namespaces.
    public var namespace: String
    public var name: String

    public init(type: String, namespace: String, name: String) {
        self.type = type
        self.namespace = namespace
        self.name = name
    }

    public var description: String {
        namespace.isEmpty ? "\(type)/\(name)" : "\(type)/\(namespace)/\(name)"
    }

    /// In the order of lists: by namespace, then by name, byte by byte as SQLite compares text.
    public static func < (left: ObjectKey, right: ObjectKey) -> Bool {
        if left.type != right.type {
            return left.type.utf8.lexicographicallyPrecedes(right.type.utf8)
        }
        if left.namespace != right.namespace {
            return left.namespace.utf8.lexicographicallyPrecedes(right.namespace.utf8)
        }
        return left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
    }
}
