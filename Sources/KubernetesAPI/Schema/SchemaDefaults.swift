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
        case (.object(let name), .object(let members)):
            guard let object = schema.objects[name] else { return }
            for field in object.fields where field.type.objectName != nil {
                guard var member = members[field.name] else { continue }
                apply(to: &member, field.type, schema)
                value[field.name] = member
            }
            for field in object.fields {
                if let filling = field.defaultValue { value.setDefault(field.name, filling) }
            }
        case (.list(let element), .array(var elements)):
            for index in elements.indices { apply(to: &elements[index], element, schema) }
            value = .array(elements)
        default:
            return
        }
    }
}
