import JSON
import KubernetesAPI

/// The served types as OpenAPI schemas.
struct OpenAPISchemas {
    enum Version {
        case v2
        case v3

        var referencePrefix: String {
            switch self {
            case .v2: "#/definitions/"
            case .v3: "#/components/schemas/"
            }
        }
    }

    let version: Version
    let schema: Schema

    private static let metaPrefix = "io.k8s.apimachinery.pkg.apis.meta.v1."
    private static let quantity = "io.k8s.apimachinery.pkg.api.resource.Quantity"
    private static let intOrString = "io.k8s.apimachinery.pkg.util.intstr.IntOrString"

    /// What `k8s.io/apimachinery` defines rather than the core group.
    private static let metaTypes: Set<String> = [
        "Condition", "DeleteOptions", "LabelSelector", "LabelSelectorRequirement", "ListMeta",
        "ManagedFieldsEntry", "MicroTime", "ObjectMeta", "OwnerReference", "Preconditions",
        "ShardInfo", "Status", "StatusCause", "StatusDetails", "Time",
    ]

    /// Of the served types, and all they consist of, by their full names.
    func all() -> JSONValue {
        var found: [String: JSONValue] = [:]
        var waiting = ["DeleteOptions", "Status"]
        for type in ResourceType.served { waiting += [type.kind, type.kind + "List"] }
        var seen = Set(waiting)
        while let name = waiting.popLast() {
            guard let object = schema.objects[name] else { continue }
            found[Self.fullName(name)] = definition(object)
            for next in object.fields.compactMap(\.type.objectName) where seen.insert(next).inserted
            {
                waiting.append(next)
            }
        }
        found.merge(scalars) { old, _ in old }
        return .object(found)
    }

    static func fullName(_ name: String) -> String {
        metaTypes.contains(name) ? metaPrefix + name : "io.k8s.api.core.v1." + name
    }

    /// `{"$ref": …}` to a type of the API.
    func reference(_ name: String) -> JSONValue {
        referenceTo(Self.fullName(name))
    }

    private func referenceTo(_ fullName: String) -> JSONValue {
        ["$ref": .string(version.referencePrefix + fullName)]
    }

    private var scalars: [String: JSONValue] {
        let time: JSONValue = ["type": "string", "format": "date-time"]
        var quantity: JSONValue = ["type": "string"]
        var intOrString: JSONValue = ["type": "string", "format": "int-or-string"]
        if version == .v3 {
            quantity = ["oneOf": [["type": "string"], ["type": "number"]]]
            intOrString = [
                "format": "int-or-string", "oneOf": [["type": "integer"], ["type": "string"]],
            ]
        }
        return [
            Self.fullName("Time"): time, Self.fullName("MicroTime"): time, Self.quantity: quantity,
            Self.intOrString: intOrString,
        ]
    }

    private func definition(_ object: Schema.Object) -> JSONValue {
        var properties: [String: JSONValue] = [:]
        for field in object.fields { properties[field.name] = property(field) }
        var definition: JSONValue = ["type": "object"]
        if !properties.isEmpty { definition["properties"] = .object(properties) }
        let required = object.fields.filter(\.isRequired).map { JSONValue.string($0.name) }
        if !required.isEmpty { definition["required"] = .array(required) }
        if object.isAtomic { definition["x-kubernetes-map-type"] = "atomic" }
        if let type = Self.servedType(object.name) {
            definition["x-kubernetes-group-version-kind"] = [
                [
                    "group": .string(type.group), "version": .string(type.version),
                    "kind": .string(object.name),
                ]
            ]
        }
        return definition
    }

    private static func servedType(_ name: String) -> ResourceType? {
        ResourceType.served.first { $0.kind == name || $0.kind + "List" == name }
    }

    private func property(_ field: Schema.Field) -> JSONValue {
        var property = value(field.type)
        if property["$ref"] != nil, version == .v3 {
            // Members beside a $ref do not count in OpenAPI 3.0.
            property = ["allOf": [property]]
        }
        if let description = description(field.type) {
            property["description"] = .string(description)
        }
        property["default"] = field.defaultValue
        if !field.patchStrategies.isEmpty {
            property["x-kubernetes-patch-strategy"] = .string(
                field.patchStrategies.joined(separator: ","))
        }
        if let key = field.patchMergeKey { property["x-kubernetes-patch-merge-key"] = .string(key) }
        if let type = field.listType { property["x-kubernetes-list-type"] = .string(type) }
        if !field.listMapKeys.isEmpty {
            property["x-kubernetes-list-map-keys"] = .array(field.listMapKeys.map { .string($0) })
        }
        return property
    }

    private func value(_ type: Schema.FieldType) -> JSONValue {
        switch type {
        case .string, .enumeration: ["type": "string"]
        case .bool: ["type": "boolean"]
        case .int32: ["type": "integer", "format": "int32"]
        case .int64: ["type": "integer", "format": "int64"]
        case .bytes: ["type": "string", "format": "byte"]
        case .any: ["type": "object"]
        case .time: reference("Time")
        case .microTime: reference("MicroTime")
        case .quantity: referenceTo(Self.quantity)
        case .intOrString: referenceTo(Self.intOrString)
        case .object(let name): reference(name)
        case .list(let element): ["type": "array", "items": value(element)]
        case .map(let element): ["type": "object", "additionalProperties": value(element)]
        }
    }

    /// Values are told rather than enforced: some of these types are open to others.
    private func description(_ type: Schema.FieldType) -> String? {
        guard case .enumeration(let name) = type, let values = schema.enumerations[name],
            !values.isEmpty
        else { return nil }
        return "Known values: \(values.joined(separator: ", "))."
    }
}
