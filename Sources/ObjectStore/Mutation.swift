import JSON

/// A change asked for, with its bytes made by the caller's task rather than on the writer's queue.
struct Mutation: Sendable {
    var kind: Change.Kind
    var key: ObjectKey
    /// The object as it shall be; with `deleted`, as it was last.
    var object: JSONValue
    var body: [UInt8]
    /// What the caller read; nil with `created`.
    var previous: StoredObject?
    var previousBody: [UInt8]?

    init(
        _ kind: Change.Kind, key: ObjectKey, object: JSONValue, previous: StoredObject?
    ) {
        self.kind = kind
        self.key = key
        self.object = object
        self.previous = previous
        body = object.serializedBytes()
        previousBody = previous.map { $0.object == object ? body : $0.object.serializedBytes() }
    }

    /// The change it makes at `version`.
    func change(at version: Int64) -> Change {
        Change(
            kind: kind, current: StoredObject(key: key, version: version, object: object),
            previous: previous, text: VersionedText.make(body, version: version))
    }
}
