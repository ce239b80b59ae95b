/// Writes the schema table: one text that is read at first use, which compiles at once where a
/// literal of a thousand values would take long.
struct SchemaEmitter {
    let registry: TypeRegistry
    let names: [TypeName: String]

    func file(_ types: [TypeName]) throws -> String {
        var lines: [String] = []
        var emitted: Set<String> = []
        var package = ""
        for type in types where emitted.insert(names[type]!).inserted {
            if type.package != package {
                package = type.package
                lines.append("@ \(package)")
            }
            if let values = try registry.values(type) {
                lines.append("= \(names[type]!) \(values.joined(separator: ","))")
            } else {
                try lines += structure(type)
            }
        }
        return SwiftEmitter.header + Self.opening
            + lines.map { "        \($0)\n" }.joined() + Self.closing
    }

    private static let opening = """
        extension Schema {
            /// `: type [atomic] [name=what its group calls it]` and its fields, `= enumeration values`;
            /// `@ group/version` of what follows.
            static let table = #\"\"\"

        """

    private static let closing = """
                \"\"\"#
        }

        """

    private func structure(_ type: TypeName) throws -> [String] {
        var head = ": \(names[type]!)" + (try registry.isAtomic(type) ? " atomic" : "")
        if names[type] != type.name { head += " name=\(type.name)" }
        return [head] + (try registry.fields(type).map(field))
    }

    private func field(_ field: FieldDescription) -> String {
        var words = [field.name, expression(field.type)]
        if !field.isOptional { words.append("required") }
        if let value = field.defaultValue { words.append("default=\(value)") }
        if let strategy = field.patchStrategy { words.append("patch=\(strategy)") }
        if let key = field.patchMergeKey { words.append("mergeKey=\(key)") }
        if let list = field.listType { words.append("list=\(list)") }
        if !field.listMapKeys.isEmpty {
            words.append("keys=\(field.listMapKeys.joined(separator: ","))")
        }
        return words.joined(separator: " ")
    }

    private func expression(_ type: FieldType) -> String {
        switch type {
        case .string: "string"
        case .bool: "bool"
        case .int32: "int32"
        case .int64: "int64"
        case .quantity: "quantity"
        case .time: "time"
        case .microTime: "microTime"
        case .intOrString: "intOrString"
        case .bytes: "bytes"
        case .any: "any"
        case .enumeration(let name), .object(let name): names[name]!
        case .list(let element): "[]" + expression(element)
        case .map(let value): "{}" + expression(value)
        }
    }
}
