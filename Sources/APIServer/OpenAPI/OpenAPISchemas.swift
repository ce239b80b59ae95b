import JSON
import KubernetesAPI

/// Types of the API as OpenAPI schemas.
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
    private static let rawExtension = "io.k8s.apimachinery.pkg.runtime.RawExtension"

    /// The kinds of some groups, and all they consist of, by their full names.
    func all(of groups: [APIGroupVersion]) -> JSONValue {
        var found: JSONObject = [:]
        var waiting = ["DeleteOptions", "Status"] + groups.flatMap { roots($0) }
        var seen = Set(waiting)
        while let name = waiting.popLast() {
            guard let object = schema.objects[name] else { continue }
            found[Self.fullName(object)] = definition(object)
            for next in object.fields.compactMap(\.type.objectName) where seen.insert(next).inserted
            {
                waiting.append(next)
            }
        }
        found.merge(scalars) { old, _ in old }
        return .object(found)
    }

    /// What the paths of a group name: kinds, their lists, what their subresources take.
    private func roots(_ group: APIGroupVersion) -> [String] {
        group.resources.flatMap { resource in
            let type = resource.type
            let kinds =
                [(type.apiVersion, type.kind), (type.apiVersion, type.kind + "List")]
                + resource.subresources.map { ($0.apiVersion, $0.kind) }
            return kinds.compactMap { schema.object(apiVersion: $0, kind: $1)?.name }
        }
    }

    /// `io.k8s.api.rbac.v1.Role`
    static func fullName(_ object: Schema.Object) -> String {
        if object.package.hasPrefix("meta/") { return metaPrefix + object.ownName }
        return "io.k8s.api.\(object.package.replacing("/", with: ".")).\(object.ownName)"
    }

    /// `{"$ref": …}` to a type of the API; an object of any form where it has no schema.
    func reference(_ name: String) -> JSONValue {
        guard let object = schema.objects[name] else { return ["type": "object"] }
        return referenceTo(Self.fullName(object))
    }

    func reference(apiVersion: String, kind: String) -> JSONValue {
        guard let object = schema.object(apiVersion: apiVersion, kind: kind) else {
            return ["type": "object"]
        }
        return referenceTo(Self.fullName(object))
    }

    private func referenceTo(_ fullName: String) -> JSONValue {
        ["$ref": .string(version.referencePrefix + fullName)]
    }

    private var scalars: JSONObject {
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
            Self.metaPrefix + "Time": time, Self.metaPrefix + "MicroTime": time,
            Self.metaPrefix + "FieldsV1": ["type": "object"],
            Self.rawExtension: ["type": "object"], Self.quantity: quantity,
            Self.intOrString: intOrString,
        ]
    }

    private func definition(_ object: Schema.Object) -> JSONValue {
        var properties: JSONObject = [:]
        for field in object.fields { properties[field.name] = property(field, of: object) }
        var definition: JSONValue = ["type": "object"]
        definition["description"] = OpenAPIDescriptions.type(object.ownName).map { .string($0) }
        if !properties.isEmpty { definition["properties"] = .object(properties) }
        let required = object.fields.filter(\.isRequired).map { JSONValue.string($0.name) }
        if !required.isEmpty { definition["required"] = .array(required) }
        if object.isAtomic { definition["x-kubernetes-map-type"] = "atomic" }
        let kinds = Self.kinds(object)
        if !kinds.isEmpty { definition["x-kubernetes-group-version-kind"] = .array(kinds) }
        return definition
    }

    /// The kinds that have this form. Every group takes `DeleteOptions` and answers with `Status`.
    private static func kinds(_ object: Schema.Object) -> [JSONValue] {
        if object.name == "DeleteOptions" {
            return APIGroupVersion.all.map { kind($0.group, $0.version, object.ownName) }
        }
        if object.name == "Status" { return [kind("", "v1", object.ownName)] }
        guard object["kind"] != nil, object["apiVersion"] != nil, object["metadata"] != nil,
            let group = APIGroupVersion.all.first(where: { $0.package == object.package })
        else { return [] }
        return [kind(group.group, group.version, object.ownName)]
    }

    private static func kind(_ group: String, _ version: String, _ kind: String) -> JSONValue {
        ["group": .string(group), "version": .string(version), "kind": .string(kind)]
    }

    private func property(_ field: Schema.Field, of object: Schema.Object) -> JSONValue {
        var property = value(field.type)
        if property["$ref"] != nil, version == .v3 {
            // Members beside a $ref do not count in OpenAPI 3.0.
            property = ["allOf": [property]]
        }
        let description = OpenAPIDescriptions.field(
            field.name, of: object.ownName, isKind: object["metadata"] != nil)
        property["description"] = description.map { .string($0) }
        property["default"] = field.defaultValue
        if !field.patchStrategies.isEmpty {
            property["x-kubernetes-patch-strategy"] = .string(
                field.patchStrategies.joined(separator: ","))
        }
        if let key = field.patchMergeKey { property["x-kubernetes-patch-merge-key"] = .string(key) }
        mark(&property, listType: field)
        return property
    }

    /// How a list or a map is merged by server-side apply.
    private func mark(_ property: inout JSONValue, listType field: Schema.Field) {
        guard let form = field.listType else { return }
        let isList = if case .list = field.type { true } else { false }
        property[isList ? "x-kubernetes-list-type" : "x-kubernetes-map-type"] = .string(form)
        if !field.listMapKeys.isEmpty {
            property["x-kubernetes-list-map-keys"] = .array(field.listMapKeys.map { .string($0) })
        }
    }

    private func value(_ type: Schema.FieldType) -> JSONValue {
        switch type {
        case .string: ["type": "string"]
        case .enumeration(let name): enumeration(name)
        case .bool: ["type": "boolean"]
        case .int32: ["type": "integer", "format": "int32"]
        case .int64: ["type": "integer", "format": "int64"]
        case .bytes: ["type": "string", "format": "byte"]
        case .any: ["type": "object"]
        case .time: referenceTo(Self.metaPrefix + "Time")
        case .microTime: referenceTo(Self.metaPrefix + "MicroTime")
        case .quantity: referenceTo(Self.quantity)
        case .intOrString: referenceTo(Self.intOrString)
        case .object(let name): reference(name)
        case .list(let element): ["type": "array", "items": value(element)]
        case .map(let element): ["type": "object", "additionalProperties": value(element)]
        }
    }

    private func enumeration(_ name: String) -> JSONValue {
        let values = (schema.enumerations[name] ?? []).sorted().map { JSONValue.string($0) }
        if values.isEmpty || Self.openEnumerations.contains(name) { return ["type": "string"] }
        return ["type": "string", "enum": .array(values)]
    }

    /// Those that may have values that Kubernetes does not know.
    private static let openEnumerations: Set<String> = [
        "CauseType", "ConditionStatus", "CoordinatedLeaseStrategy", "FinalizerName",
        "NamespaceConditionType", "NodeConditionType", "PersistentVolumeClaimConditionType",
        "PodConditionType", "ResourceHealthStatus", "ResourceName", "SecretType", "StatusReason",
        "StorageMedium",
    ]
}
