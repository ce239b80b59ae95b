import JSON
import KubernetesAPI

/// A kind whose rules are functions of its objects alone; `KindStrategy+Kinds.swift` has them.
struct KindStrategy: ResourceStrategy {
    let resource: ServedResource
    /// What a name may look like.
    var nameForm: @Sendable (String) -> [String] = NameValidation.dns1123Subdomain
    var countsGenerations = false
    var createsOnUpdate = false
    var requiresVersion = false
    /// The status of a new object; nil for a kind without one.
    var initialStatus: JSONValue?
    /// Fills in what clients leave out. Doing so twice is the same as once.
    var defaults: @Sendable (inout JSONValue) -> Void = { _ in }
    /// Completes an object; the second is the one that it replaces.
    var completion: @Sendable (inout JSONValue, JSONValue?) -> Void = { _, _ in }
    var errors: @Sendable (JSONValue) -> [FieldError] = { _ in [] }
    /// Nil asks `errors`.
    var updateErrors: (@Sendable (JSONValue, JSONValue) -> [FieldError])?
    var statusErrors: @Sendable (JSONValue) -> [FieldError] = { _ in [] }
    /// Names of objects that stay, and why.
    var permanent: (names: Set<String>, reason: String) = ([], "")

    private var type: ResourceType { resource.type }
    var hasStatus: Bool { resource.hasStatus }

    func applyDefaults(to object: inout JSONValue) {
        SchemaDefaults.apply(to: &object, kind: type.schemaName)
        defaults(&object)
    }

    func prepareForCreate(_ object: inout JSONValue, now: Timestamp) {
        applyDefaults(to: &object)
        completion(&object, nil)
        if hasStatus { object["status"] = initialStatus ?? [:] }
    }

    func prepareForUpdate(_ object: inout JSONValue, from old: JSONValue, now: Timestamp) {
        applyDefaults(to: &object)
        completion(&object, old)
    }

    func validate(_ object: JSONValue) throws {
        try refuse(object, metadataErrors(object) + errors(object))
    }

    func validateUpdate(_ object: JSONValue, from old: JSONValue) throws {
        try refuse(
            object,
            metadataErrors(object) + metadataErrors(object, old)
                + (updateErrors?(object, old) ?? errors(object)))
    }

    func validateStatusUpdate(_ object: JSONValue, from old: JSONValue) throws {
        try refuse(object, metadataErrors(object, old) + statusErrors(object))
    }

    func admitDeletion(_ object: JSONValue) throws {
        guard permanent.names.contains(object.name) else { return }
        throw APIError.forbidden(type, name: object.name, permanent.reason)
    }

    private func metadataErrors(_ object: JSONValue) -> [FieldError] {
        ObjectMetaValidation.validate(
            ObjectMeta(json: object["metadata"] ?? .null), namespaced: type.namespaced,
            nameForm: nameForm)
    }

    private func metadataErrors(_ object: JSONValue, _ old: JSONValue) -> [FieldError] {
        ObjectMetaValidation.validateUpdate(
            ObjectMeta(json: object["metadata"] ?? .null),
            from: ObjectMeta(json: old["metadata"] ?? .null))
    }

    private func refuse(_ object: JSONValue, _ errors: [FieldError]) throws {
        if let error = APIError.invalid(type, name: object.name, errors) { throw error }
    }
}
