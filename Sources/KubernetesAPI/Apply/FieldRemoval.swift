import JSON

extension MergeSchema {
    /// A value without the fields of a set; nil where nothing is left of it.
    func removing(_ fields: FieldSet, from value: JSONValue, _ type: ValueType) -> JSONValue? {
        switch (type, value) {
        case (.structure, .object(let members)), (.map, .object(let members)):
            let rest = removing(fields, fromMembers: members, type)
            return rest.isEmpty && !members.isEmpty ? nil : .object(rest)
        case (.set, .array(let values)):
            return removing(fields, fromElements: values, type, elementType: .leaf)
        case (.keyed(_, let element), .array(let values)):
            return removing(fields, fromElements: values, type, elementType: element)
        case (.leaf, .array), (.leaf, .object):
            // Something inside of what is owned as a whole: all of it goes.
            return nil
        default:
            return value
        }
    }

    private func removing(
        _ fields: FieldSet, fromMembers members: JSONObject, _ type: ValueType
    ) -> JSONObject {
        var rest = members
        for (name, value) in members {
            guard let member = member(name, of: type),
                let removed = fields.children[member.element]
            else { continue }
            if removed.isMember {
                rest[name] = nil
            } else {
                rest[name] = removing(removed, from: value, member.type)
            }
        }
        return rest
    }

    private func removing(
        _ fields: FieldSet, fromElements values: [JSONValue], _ type: ValueType,
        elementType: ValueType
    ) -> JSONValue? {
        var rest: [JSONValue] = []
        for (value, element) in zip(values, elements(values, type)) {
            guard let removed = element.flatMap({ fields.children[$0] }) else {
                rest.append(value)
                continue
            }
            if removed.isMember { continue }
            if let value = removing(removed, from: value, elementType) { rest.append(value) }
        }
        return rest.isEmpty && !values.isEmpty ? nil : .array(rest)
    }
}
