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

    /// The object as clients see it, with its version at `metadata.resourceVersion`.
    public var presented: JSONValue {
        var object = object
        object.set(.string(String(version)), at: "metadata", "resourceVersion")
        return object
    }
}

/// A page of objects, all as they were at one version.
public struct StoredList<Object: Sendable>: Sendable {
    public var objects: [Object]
    public var version: Int64
    /// The last key of the page where more follow.
    public var continueAfter: ObjectKey?
    /// How many follow after this page.
    public var remaining: Int
}

extension StoredList: Equatable where Object: Equatable {}

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
    /// `current` with its version at `metadata.resourceVersion`: made once for all who watch.
    public var presented: JSONValue
    /// `presented` as JSON text.
    public var text: [UInt8]

    init(kind: Kind, current: StoredObject, previous: StoredObject?, text: [UInt8]) {
        self.kind = kind
        self.current = current
        self.previous = previous
        self.text = text
        presented = current.presented
    }

    public var key: ObjectKey { current.key }
    public var version: Int64 { current.version }
}
