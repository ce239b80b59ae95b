import JSON

extension FieldSet {
    /// The element under which FieldsV1 says that the path itself is in the set.
    private static let itself = "."

    /// The set as FieldsV1: `{"f:spec":{"f:hostname":{}}}`.
    public var fieldsV1: JSONValue {
        .object(members(withItself: false))
    }

    private func members(withItself: Bool) -> JSONObject {
        var members: JSONObject = [:]
        members.reserveCapacity(children.count + 1)
        // Before all others in the order of names.
        if withItself { members[Self.itself] = Self.noMembers }
        for (element, child) in children {
            members[element] =
                child.children.isEmpty
                ? Self.noMembers : .object(child.members(withItself: child.isMember))
        }
        return members
    }

    private static let noMembers = JSONValue.object([:])

    /// Reads FieldsV1. Keys and values of list elements are put into the order and spelling that
    /// this server writes itself.
    ///
    /// - Returns: nil for what is not FieldsV1.
    public init?(fieldsV1: JSONValue) {
        guard case .object(let members) = fieldsV1 else { return nil }
        self.init()
        for (element, below) in members {
            if element == Self.itself {
                isMember = true
                continue
            }
            guard let name = FieldPathElement.canonical(element),
                var child = FieldSet(fieldsV1: below)
            else { return nil }
            if child.children.isEmpty { child.isMember = true }
            children[name] = children[name].map { $0.union(child) } ?? child
        }
    }
}
