import JSON

extension MergeSchema {
    /// The paths of all fields of a value (`ToFieldSet` of structured-merge-diff): what an applied
    /// configuration claims. Unlike a comparison it does not claim the maps that hold the fields.
    func fields(of value: JSONValue, _ type: ValueType) -> FieldSet {
        switch (type, value) {
        case (.structure, .object(let members)), (.map, .object(let members)):
            return fields(ofMembers: members, type)
        case (.set, .array(let values)):
            return fields(ofElements: values, type, elementType: .leaf)
        case (.keyed(_, let element), .array(let values)):
            return fields(ofElements: values, type, elementType: element)
        case (.structure, .null), (.map, .null), (.set, .null), (.keyed, .null):
            return FieldSet()
        default:
            return .leaf
        }
    }

    private func fields(ofMembers members: JSONObject, _ type: ValueType) -> FieldSet {
        var result = FieldSet()
        var isMap = false
        if case .map = type { isMap = true }
        for (name, value) in members {
            guard let member = member(name, of: type) else { continue }
            var child = fields(of: value, member.type)
            // What is empty, and the members of maps, are claimed themselves.
            if isMap || value.isNull || value == .object([:]) { child.isMember = true }
            result.set(child, below: member.element)
        }
        return result
    }

    private func fields(
        ofElements values: [JSONValue], _ type: ValueType, elementType: ValueType
    ) -> FieldSet {
        var result = FieldSet()
        for (value, element) in zip(values, elements(values, type)) {
            guard let element else { continue }
            var child = fields(of: value, elementType)
            child.isMember = true
            result.set(result.children[element]?.union(child) ?? child, below: element)
        }
        return result
    }

    /// The set with the named fields that lead to its paths in it too. Elements of lists and
    /// members of maps stay as they are.
    func withNamedFields(_ set: FieldSet, _ type: ValueType) -> FieldSet {
        var result = FieldSet(isMember: set.isMember)
        for (element, child) in set.children {
            var child = child
            if element.hasPrefix("f:"),
                let member = member(String(element.dropFirst(2)), of: type)
            {
                child = withNamedFields(child, member.type)
                if case .structure = type { child.isMember = true }
            } else if case .keyed(_, let elementType) = type {
                child = withNamedFields(child, elementType)
            }
            result.set(child, below: element)
        }
        return result
    }
}
