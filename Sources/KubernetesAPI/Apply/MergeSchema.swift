import JSON

/// The schema as ownership sees it: which values are owned as a whole, and which member by member
/// or element by element.
///
/// Made once of the `Schema`, in a form that is quick to walk.
struct MergeSchema: Sendable {
    /// How a value is merged and owned.
    indirect enum ValueType: Sendable {
        /// As a whole: scalars, atomic lists and structs.
        case leaf
        /// Field by field; the position in `structures`.
        case structure(Int)
        /// Member by member.
        case map(ValueType)
        /// A list of scalars, each owned by itself.
        case set
        /// A list whose elements are told apart by some of their members.
        case keyed([Key], ValueType)
    }

    /// A member that tells an element from the others.
    struct Key: Sendable {
        var name: String
        /// Stands for the member where it is missing.
        var defaultValue: JSONValue?
    }

    /// A struct: its fields by name.
    struct Structure: Sendable {
        var fields: [String: Field] = [:]
    }

    struct Field: Sendable {
        /// `f:name`, kept so that it is not made anew each time.
        var element: String
        var type: ValueType
        var isRequired: Bool
    }

    private(set) var structures: [Structure] = []
    private var positions: [String: Int] = [:]

    /// The types that Swiftlet knows.
    static let kubernetes = MergeSchema(.kubernetes)

    init(_ schema: Schema) {
        let objects = schema.objects.values.sorted { $0.name < $1.name }
        for (position, object) in objects.enumerated() { positions[object.name] = position }
        structures = objects.map { object in
            var structure = Structure()
            for field in object.fields {
                structure.fields[field.name] = Field(
                    element: FieldPathElement.field(field.name), type: type(of: field, schema),
                    isRequired: field.isRequired)
            }
            return structure
        }
    }

    /// The type of a kind's objects; nil for a kind without schema.
    func type(ofKind kind: String) -> ValueType? {
        positions[kind].map(ValueType.structure)
    }

    private func type(of field: Schema.Field, _ schema: Schema) -> ValueType {
        guard case .list(let element) = field.type else {
            return field.listType == "atomic" ? .leaf : type(field.type, schema)
        }
        switch field.listType {
        case "set": return .set
        case "map": return keyed(field.listMapKeys, element, schema)
        case nil where field.isMerged:
            // Lists that only strategic merge patch has a rule for.
            return field.patchMergeKey.map { keyed([$0], element, schema) } ?? .set
        default: return .leaf
        }
    }

    private func keyed(
        _ names: [String], _ element: Schema.FieldType, _ schema: Schema
    ) -> ValueType {
        let object = element.objectName.flatMap { schema.objects[$0] }
        let keys = names.sorted().map { Key(name: $0, defaultValue: object?[$0]?.defaultValue) }
        return .keyed(keys, type(element, schema))
    }

    private func type(_ type: Schema.FieldType, _ schema: Schema) -> ValueType {
        switch type {
        case .object(let name):
            guard let position = positions[name], schema.objects[name]?.isAtomic == false else {
                return .leaf
            }
            return .structure(position)
        case .map(let value): return .map(self.type(value, schema))
        default: return .leaf
        }
    }
}

extension MergeSchema {
    /// The path elements of a list's values; nil for one that the list may not hold.
    func elements(_ list: [JSONValue], _ type: ValueType) -> [String?] {
        switch type {
        case .set: list.map(Self.setElement)
        case .keyed(let keys, _): list.map { Self.keyedElement($0, keys) }
        default: []
        }
    }

    private static func setElement(_ value: JSONValue) -> String? {
        switch value {
        case .null, .array, .object: nil
        default: FieldPathElement.value(value)
        }
    }

    private static func keyedElement(_ value: JSONValue, _ keys: [Key]) -> String? {
        guard case .object(let members) = value else { return nil }
        var found: [(name: String, value: JSONValue)] = []
        for key in keys {
            guard let value = members[key.name] ?? key.defaultValue else { return nil }
            found.append((key.name, value))
        }
        return FieldPathElement.key(found)
    }

    /// The type of a member, and the path element that leads to it.
    func member(_ name: String, of type: ValueType) -> (element: String, type: ValueType)? {
        switch type {
        case .structure(let position):
            structures[position].fields[name].map { ($0.element, $0.type) }
        case .map(let value): (FieldPathElement.field(name), value)
        default: nil
        }
    }
}
