import JSON
import KubernetesAPI

/// A type without particulars: its metadata is checked, and what the schema states is filled in.
struct PlainStrategy: ResourceStrategy {
    let resource: ServedResource

    var hasStatus: Bool { resource.hasStatus }

    func applyDefaults(to object: inout JSONValue) {
        SchemaDefaults.apply(to: &object, kind: resource.type.schemaName)
    }

    func prepareForCreate(_ object: inout JSONValue, now: Timestamp) {
        if hasStatus { object["status"] = [:] }
    }

    func validate(_ object: JSONValue) throws {
        let type = resource.type
        let errors = ObjectMetaValidation.validate(
            ObjectMeta(json: object["metadata"] ?? .null), namespaced: type.namespaced,
            nameForm: nameForm)
        if let error = APIError.invalid(type, name: object.name, errors) { throw error }
    }

    /// Roles are named as their authors like (`system:node`), as far as a path can carry it.
    private func nameForm(_ name: String) -> [String] {
        if resource.type.group == ResourceType.roles.group {
            return NameValidation.pathSegment(name)
        }
        return NameValidation.dns1123Subdomain(name)
    }
}
