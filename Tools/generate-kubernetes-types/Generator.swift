/// Chooses the types and puts the files together.
struct Generator {
    let registry: TypeRegistry

    /// The generated files by name.
    func outputs(plan: [Plan.File]) throws -> [String: String] {
        var assigned: Set<TypeName> = []
        var groups: [(file: Plan.File, types: [TypeName])] = []
        for file in plan {
            var types: [TypeName] = []
            for root in file.roots {
                try visit(
                    TypeName(package: file.package, name: root), seen: &assigned, found: &types)
            }
            groups.append((file, types))
        }
        let emitter = SwiftEmitter(
            registry: registry, names: try names(of: assigned, renamed: Plan.renamed))
        var outputs: [String: String] = [:]
        var emitted: Set<String> = []
        for group in groups {
            let types = group.types.filter { emitted.insert(emitter.names[$0]!).inserted }
            outputs["\(group.file.name).swift"] = try emitter.file(types)
        }
        let schema = SchemaEmitter(registry: registry, names: try names(of: assigned, renamed: [:]))
        outputs["SchemaTable.swift"] = try schema.file(groups.flatMap(\.types))
        return outputs
    }

    /// Depth first, so that a type stands before those that it uses.
    private func visit(
        _ type: TypeName, seen: inout Set<TypeName>, found: inout [TypeName]
    ) throws {
        guard seen.insert(type).inserted else { return }
        found.append(type)
        for field in try registry.fields(type) {
            if let next = named(field.type) { try visit(next, seen: &seen, found: &found) }
        }
    }

    private func named(_ type: FieldType) -> TypeName? {
        switch type {
        case .object(let name), .enumeration(let name): name
        case .list(let element), .map(let element): named(element)
        default: nil
        }
    }

    /// Go's names; a name that two groups declare differently gets its group in front outside core.
    private func names(
        of types: Set<TypeName>, renamed: [String: String]
    ) throws -> [TypeName: String] {
        var names: [TypeName: String] = [:]
        for type in types {
            var name = renamed[type.name] ?? type.name
            let core = TypeName(package: "core/v1", name: type.name)
            if type.package != "core/v1", types.contains(core),
                try registry.values(core) != registry.values(type)
                    || registry.values(type) == nil
            {
                name = capitalize(type.package.prefix { $0 != "/" }) + name
            }
            names[type] = name
        }
        return names
    }
}

/// The text with its first letter in upper case.
func capitalize(_ text: some StringProtocol) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
}
