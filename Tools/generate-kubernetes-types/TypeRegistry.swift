import Foundation

/// What can go wrong with a description.
enum DescriptionError: Error, CustomStringConvertible {
    case malformed
    case unknownType(String, package: String)
    case ambiguous(String)

    var description: String {
        switch self {
        case .malformed: "the description is not an object with packages"
        case .unknownType(let name, let package):
            "the description has no type \(name), which \(package) uses"
        case .ambiguous(let name): "several types would be called \(name)"
        }
    }
}

/// A type by the group version that declares it.
struct TypeName: Hashable {
    var package: String
    var name: String
}

/// The shape of a field, aliases resolved.
indirect enum FieldType: Hashable {
    case string, bool, int32, int64, quantity, time, microTime, intOrString, bytes, any
    case enumeration(TypeName)
    case object(TypeName)
    case list(FieldType)
    case map(FieldType)
}

/// One member of a struct, embedded structs flattened.
struct FieldDescription {
    var name: String
    var type: FieldType
    var isPointer: Bool
    var isOptional: Bool
    /// JSON text.
    var defaultValue: String?
    var since: String?
    var patchStrategy: String?
    var patchMergeKey: String?
    var listType: String?
    var listMapKeys: [String]
}

/// The description, with type expressions resolved on demand.
struct TypeRegistry {
    typealias Declaration = [String: Any]
    private let packages: [String: [String: Declaration]]

    init(json: Data) throws {
        let document = try JSONSerialization.jsonObject(with: json) as? [String: Any]
        guard let packages = document?["packages"] as? [String: [String: Declaration]] else {
            throw DescriptionError.malformed
        }
        self.packages = packages
    }

    func declaration(_ type: TypeName) throws -> Declaration {
        guard let declaration = packages[type.package]?[type.name] else {
            throw DescriptionError.unknownType(type.name, package: type.package)
        }
        return declaration
    }

    /// The named values of an enumeration; nil where the type is none.
    func values(_ type: TypeName) throws -> [String]? {
        try declaration(type)["values"] as? [String]
    }

    func isAtomic(_ type: TypeName) throws -> Bool {
        try declaration(type)["structType"] as? String == "atomic"
    }

    func fields(_ type: TypeName) throws -> [FieldDescription] {
        let fields = try declaration(type)["fields"] as? [Declaration] ?? []
        return try fields.flatMap { try describe($0, in: type.package) }
    }

    private func describe(
        _ field: Declaration, in package: String
    ) throws -> [FieldDescription] {
        if let embedded = field["inline"] as? String {
            return try fields(resolveName(embedded.trimmingPrefix("*"), in: package))
        }
        guard let name = field["name"] as? String, var expression = field["type"] as? String else {
            throw DescriptionError.malformed
        }
        if name == "-" { return [] }
        let isPointer = expression.hasPrefix("*")
        if isPointer { expression.removeFirst() }
        let type = try resolve(expression, in: package)
        return [
            FieldDescription(
                name: name, type: type, isPointer: isPointer,
                isOptional: field["optional"] as? Bool ?? false,
                defaultValue: try (field["default"] as? String).map {
                    try resolveDefault($0, of: type)
                },
                since: field["since"] as? String,
                patchStrategy: field["patchStrategy"] as? String,
                patchMergeKey: field["patchMergeKey"] as? String,
                listType: field["listType"] as? String ?? field["mapType"] as? String,
                listMapKeys: field["listMapKeys"] as? [String] ?? [])
        ]
    }

    private func resolve(_ expression: String, in package: String) throws -> FieldType {
        switch expression {
        case "string", "types.UID": return .string
        case "bool": return .bool
        case "int32": return .int32
        case "int64", "int": return .int64
        case "[]byte": return .bytes
        case "resource.Quantity": return .quantity
        case "intstr.IntOrString": return .intOrString
        case "runtime.RawExtension", "FieldsV1", "metav1.FieldsV1": return .any
        case "Time", "metav1.Time": return .time
        case "MicroTime", "metav1.MicroTime": return .microTime
        default: break
        }
        if expression.hasPrefix("[]") {
            return .list(try resolve(String(expression.dropFirst(2)), in: package))
        }
        if expression.hasPrefix("map["), let end = expression.firstIndex(of: "]") {
            let value = expression[expression.index(after: end)...]
            return .map(try resolve(String(value), in: package))
        }
        let name = resolveName(expression[...], in: package)
        let declaration = try declaration(name)
        if declaration["fields"] != nil { return .object(name) }
        if declaration["values"] != nil { return .enumeration(name) }
        guard let alias = declaration["alias"] as? String else { throw DescriptionError.malformed }
        return try resolve(alias, in: name.package)
    }

    private func resolveName(_ expression: Substring, in package: String) -> TypeName {
        let parts = expression.split(separator: ".")
        guard parts.count == 2 else { return TypeName(package: package, name: String(expression)) }
        let owner = parts[0] == "metav1" ? "meta/v1" : "core/v1"
        return TypeName(package: owner, name: String(parts[1]))
    }

    /// `ref(Constant)` names a constant of an enumeration, whose value is a part of its name.
    private func resolveDefault(_ text: String, of type: FieldType) throws -> String {
        guard text.hasPrefix("ref("), case .enumeration(let name) = type else { return text }
        let value = try values(name)?.first { text.contains($0) }
        return "\"\(value ?? "")\""
    }
}
