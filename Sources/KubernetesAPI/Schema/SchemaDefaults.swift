import JSON

/// The defaults that the schema itself states.
public enum SchemaDefaults {
    /// Fills missing members of an object and all below it.
    ///
    /// - Parameter kind: as the schema calls it (`ResourceType.schemaName`).
    public static func apply(
        to value: inout JSONValue, kind: String, schema: Schema = .kubernetes
    ) {
        apply(to: &value, .object(kind), schema)
    }

    private static func apply(
        to value: inout JSONValue, _ type: Schema.FieldType, _ schema: Schema
    ) {
        switch (type, value) {
        case (.object(let name), .object(var members)):
            guard schema.withDefaults.contains(name), let object = schema.objects[name] else {
                return
            }
            value = .null
            for field in object.nested {
                func applyToMember(_ member: inout JSONValue?) {
                    if member != nil { apply(to: &member!, field.type, schema) }
                }
                applyToMember(&members[field.name])
            }
            value = .object(members)
            for field in object.defaulted {
                if let filling = field.defaultValue { value.setDefault(field.name, filling) }
            }
        case (.list(let element), .array(var elements)):
            value = .null
            for index in elements.indices { apply(to: &elements[index], element, schema) }
            value = .array(elements)
        default:
            return
        }
    }
}
