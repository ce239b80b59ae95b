import JSON

/// One of the writes of a transaction.
public enum StoreWrite: Sendable {
    case create(ObjectKey, JSONValue)
    /// Puts an object in the place of one that was read.
    case update(StoredObject, to: JSONValue)
    /// Removes an object that was read. Watchers are told `last` as its last form; nil is the form
    /// that was read.
    case delete(StoredObject, last: JSONValue? = nil)

    var mutation: Mutation {
        switch self {
        case .create(let key, let object):
            Mutation(.created, key: key, object: object, previous: nil)
        case .update(let previous, let object):
            Mutation(.updated, key: previous.key, object: object, previous: previous)
        case .delete(let previous, let last):
            Mutation(
                .deleted, key: previous.key, object: last ?? previous.object, previous: previous)
        }
    }
}

/// Writes of different objects that are carried out together or not at all.
struct Transaction: Sendable {
    var mutations: [Mutation]
    /// Other objects that must still be as the caller read them.
    var required: [StoredObject]

    init(_ writes: [StoreWrite], requiring required: [StoredObject]) {
        mutations = writes.map(\.mutation)
        self.required = required
    }
}
