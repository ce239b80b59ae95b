import JSON
import KubernetesAPI

/// Objects with every field set, made from the schema.
struct FilledObject {
    private let schema = Schema.kubernetes

    /// An object of a type in which every field, at every depth, has a value that is not zero.
    static func of(_ type: ResourceType) -> JSONValue {
        var object = FilledObject().object(type.schemaName, path: "")
        object["kind"] = .string(type.kind)
        object["apiVersion"] = .string(type.apiVersion)
        object.set("filled", at: "metadata", "name")
        object.set(type.namespaced ? "lab" : nil, at: "metadata", "namespace")
        return object
    }

    private func object(_ name: String, path: String) -> JSONValue {
        var value: JSONValue = [:]
        for field in schema.objects[name]?.fields ?? [] {
            let path = "\(path).\(field.name)"
            value[field.name] = self.value(field.type, path: path)
        }
        return value
    }

    private func value(_ type: Schema.FieldType, path: String) -> JSONValue {
        // Differs from field to field, so that none can be taken for another.
        let number = path.utf8.reduce(7) { ($0 * 31 + Int64($1)) % 100_000 } + 1
        return switch type {
        case .string: .string("s\(number)")
        case .bool: true
        case .int32, .int64: .integer(number)
        case .quantity: .string("\(number)m")
        case .time: "2026-05-01T10:00:00Z"
        case .microTime: "2026-05-01T10:00:00.123456Z"
        case .intOrString: number % 2 == 0 ? .integer(number) : .string("\(number)%")
        case .bytes: "c3dpZnQ="
        case .any: ["f:any": ["n": .integer(number)]]
        case .enumeration(let name):
            .string(schema.enumerations[name]?.first { !$0.isEmpty } ?? "Unlisted")
        case .object(let name): object(name, path: path)
        case .list(let element):
            [value(element, path: path + "[0]"), value(element, path: path + "[1]")]
        case .map(let element): ["k1": value(element, path: path + ".k")]
        }
    }
}
