/// Chooses the types and puts the files together.
struct Generator {
    let registry: TypeRegistry

    /// The generated files by name.
    func outputs(plan: [Plan.File]) throws -> [String: String] {
        let swiftPlan = plan.filter(\.hasSwift)
        let swiftTypes = try types(swiftPlan, opaque: Plan.opaque)
        let emitter = SwiftEmitter(
            registry: registry, names: try names(of: swiftTypes.joined(), renamed: Plan.renamed))
        var outputs: [String: String] = [:]
        var emitted: Set<String> = []
        for (file, types) in zip(swiftPlan, swiftTypes) {
            let types = types.filter { emitted.insert(emitter.names[$0]!).inserted }
            outputs["\(file.name).swift"] = try emitter.file(types)
        }
        let schemaTypes = try types(plan, opaque: []).flatMap { $0 }
        let schema = SchemaEmitter(
            registry: registry, names: try names(of: schemaTypes, renamed: [:]))
        outputs["SchemaTable.swift"] = try schema.file(schemaTypes)
        return outputs
    }

    /// The types of each file.
    private func types(_ plan: [Plan.File], opaque: Set<String>) throws -> [[TypeName]] {
        var seen: Set<TypeName> = []
        return try plan.map { file in
            var types: [TypeName] = []
            for root in file.roots {
                let type = TypeName(package: file.package, name: root)
                try visit(type, opaque: opaque, seen: &seen, found: &types)
            }
            return types
        }
    }

    /// Depth first, so that a type stands before those that it uses.
    private func visit(
        _ type: TypeName, opaque: Set<String>, seen: inout Set<TypeName>,
        found: inout [TypeName]
    ) throws {
        guard !opaque.contains(type.name), seen.insert(type).inserted else { return }
        found.append(type)
        for field in try registry.fields(type) {
            guard let next = named(field.type) else { continue }
            try visit(next, opaque: opaque, seen: &seen, found: &found)
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
        of types: some Sequence<TypeName>, renamed: [String: String]
    ) throws -> [TypeName: String] {
        let types = Set(types)
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
        try refuseAmbiguous(names)
        return names
    }

    private func refuseAmbiguous(_ names: [TypeName: String]) throws {
        for (name, types) in Dictionary(grouping: names.keys, by: { names[$0] ?? "" })
        where types.count > 1 {
            // Enumerations of the same values are one type.
            guard try Set(types.map { try registry.values($0) }).count == 1,
                try registry.values(types[0]) != nil
            else { throw DescriptionError.ambiguous(name) }
        }
    }
}

/// The text with its first letter in upper case.
func capitalize(_ text: some StringProtocol) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
}
