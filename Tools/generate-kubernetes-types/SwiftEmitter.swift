/// Writes types as Swift.
struct SwiftEmitter {
    let registry: TypeRegistry
    let names: [TypeName: String]

    static let header = """
        // swift-format-ignore-file
        // Made by Tools/generate-kubernetes-types.

        """

    /// Optimizing the conversions would take half of the module's compile time and save a few
    /// microseconds an object.
    private static let unoptimized = "    @_optimize(none) "

    func file(_ types: [TypeName]) throws -> String {
        let declarations = try types.map { type in
            if let values = try registry.values(type) { return enumeration(type, values) }
            return try structure(type)
        }
        return Self.header + "import JSON\n\n" + declarations.joined(separator: "\n")
    }

    private func enumeration(_ type: TypeName, _ values: [String]) -> String {
        let name = names[type]!
        var lines = [
            "/// `\(type.name)` of \(type.package).",
            "public struct \(name): StringEnumeration {",
            "    public var rawValue: String",
            "    public init(rawValue: String) { self.rawValue = rawValue }",
        ]
        for value in values where !value.isEmpty {
            let constant = Plan.identifier(constantName(value))
            lines.append("    public static let \(constant) = Self(rawValue: \"\(value)\")")
        }
        return lines.joined(separator: "\n") + "\n}\n"
    }

    /// `OnFailure` → `onFailure`, `PIDPressure` → `pidPressure`, `ephemeral-storage` →
    /// `ephemeralStorage`. `None` would be taken for an `Optional`'s, so it is `noneValue`.
    private func constantName(_ value: String) -> String {
        if value == "None" { return "noneValue" }
        let spelled =
            value.hasSuffix("-")
            ? value.dropLast() + "Prefix"
            : value.replacing("+", with: " plus ").replacing("SIGRTMAX-", with: "SIGRTMAX minus ")[
                ...]
        let words = spelled.split { !$0.isLetter && !$0.isNumber }
        let first = lowerFirst(words[0])
        return words.dropFirst().reduce(first) { $0 + capitalize($1) }
    }

    private func lowerFirst(_ word: Substring) -> String {
        let capitals = word.prefix { $0.isUppercase || $0.isNumber }
        if capitals.count == word.count { return word.lowercased() }
        let count = max(1, capitals.count - 1)
        return word.prefix(count).lowercased() + word.dropFirst(count)
    }

    private func structure(_ type: TypeName) throws -> String {
        let fields = try registry.fields(type).map(concealed)
        let isKind = Plan.isKind(type.name, fields: fields)
        let resource = Plan.resourceTypes[type]
        var lines = [
            "/// `\(type.name)` of \(type.package).",
            "public struct \(names[type]!): \(resource == nil ? "APIType" : "KubernetesObject") {",
        ]
        if let resource {
            lines.append("    public static var resourceType: ResourceType { .\(resource) }")
        }
        for field in fields {
            if let since = field.since {
                lines.append("    /// Alpha in Kubernetes \(since).")
            }
            let wrapper = isBoxed(field) ? "@Boxed " : ""
            lines.append("    \(wrapper)public var " + property(field, of: type, isKind: isKind))
        }
        lines.append("    public init() {}")
        lines.append(Self.unoptimized + "public init(json: JSONValue) {")
        if !fields.isEmpty { lines.append("        let fields = FieldReader(json)") }
        for field in fields {
            lines.append("        " + read(field, isKind: isKind))
        }
        lines += ["    }", Self.unoptimized + "public var json: JSONValue {"]
        if fields.isEmpty {
            lines.append("        [:]")
        } else {
            lines.append("        var fields = FieldWriter(capacity: \(fields.count))")
            lines += fields.map { "        " + write($0) }
            lines.append("        return fields.object")
        }
        lines += ["    }", "}", ""]
        return lines.joined(separator: "\n")
    }

    private func property(
        _ field: FieldDescription, of type: TypeName, isKind: Bool
    ) -> String {
        let name = Plan.identifier(field.name)
        if isKind, field.name == "kind" { return "\(name) = \"\(type.name)\"" }
        if isKind, field.name == "apiVersion" {
            return "\(name) = \"\(Plan.apiVersion(of: type))\""
        }
        let swift = swiftType(field.type)
        if isOptionalInSwift(field) { return "\(name): \(swift)?" }
        switch field.type {
        case .string: return "\(name) = \"\""
        case .bool: return "\(name) = false"
        case .int32, .int64: return "\(name): \(swift) = 0"
        case .list, .bytes: return "\(name): \(swift) = []"
        case .map: return "\(name): \(swift) = [:]"
        case .any: return "\(name): \(swift) = .null"
        default: return "\(name) = \(swift)()"
        }
    }

    private func read(_ field: FieldDescription, isKind: Bool) -> String {
        let name = Plan.identifier(field.name)
        if isKind, field.name == "kind" || field.name == "apiVersion" {
            return "fields.readIfSet(\"\(field.name)\", &\(name))"
        }
        let function =
            switch field.type {
            case .bytes: "readBytes"
            case .map(.bytes): "readBytesByKey"
            default: "read"
            }
        return "\(name) = fields.\(function)(\"\(field.name)\")"
    }

    private func write(_ field: FieldDescription) -> String {
        let function =
            switch field.type {
            case .bytes: "putBytes"
            case .map(.bytes): "putBytesByKey"
            case .microTime: "putMicroTime"
            default:
                if !field.isOptional {
                    "put"
                } else if isOptionalInSwift(field) {
                    "putIfSet"
                } else {
                    "putUnlessZero"
                }
            }
        return "fields.\(function)(\"\(field.name)\", \(Plan.identifier(field.name)))"
    }

    private func isOptionalInSwift(_ field: FieldDescription) -> Bool {
        field.isPointer || field.type == .time || field.type == .microTime
    }

    /// The field with what is opaque as JSON.
    private func concealed(_ field: FieldDescription) -> FieldDescription {
        var field = field
        field.type = concealed(field.type)
        return field
    }

    private func concealed(_ type: FieldType) -> FieldType {
        switch type {
        case .object(let name) where Plan.opaque.contains(name.name): .any
        case .list(let element): .list(concealed(element))
        case .map(let value): .map(concealed(value))
        default: type
        }
    }

    private func isBoxed(_ field: FieldDescription) -> Bool {
        guard case .object = field.type else { return false }
        return field.isPointer
    }

    private func swiftType(_ type: FieldType) -> String {
        switch type {
        case .string: "String"
        case .bool: "Bool"
        case .int32: "Int32"
        case .int64: "Int64"
        case .quantity: "Quantity"
        case .time, .microTime: "Timestamp"
        case .intOrString: "IntOrString"
        case .bytes: "[UInt8]"
        case .any: "JSONValue"
        case .enumeration(let name), .object(let name): names[name]!
        case .list(let element): "[\(swiftType(element))]"
        case .map(let value): "[String: \(swiftType(value))]"
        }
    }
}
