import JSON

/// An object as it was at one version.
public struct StoredObject: Sendable, Hashable {
    public var key: ObjectKey
    /// The version of the change that made it so: Kubernetes' `resourceVersion`, which the object
    /// itself does not hold.
    public var version: Int64
    public var object: JSONValue

    public init(key: ObjectKey, version: Int64, object: JSONValue) {
        self.key = key
        self.version = version
        self.object = object
    }
}

/// A page of objects, all as they were at one version.
public struct StoredList: Sendable, Hashable {
    public var objects: [StoredObject]
    public var version: Int64
    /// The last key of the page where more follow.
    public var continueAfter: ObjectKey?
    /// How many follow after this page.
    public var remaining: Int
}

/// One committed change.
public struct Change: Sendable, Hashable {
    public enum Kind: Int64, Sendable, Hashable {
        case created = 1
        case updated = 2
        case deleted = 3
    }

    public var kind: Kind
    /// The object after the change; with `deleted`, as it was last, at the deletion's version.
    public var current: StoredObject
    /// The object before the change; nil with `created`.
    public var previous: StoredObject?

    public var key: ObjectKey { current.key }
    public var version: Int64 { current.version }
}
