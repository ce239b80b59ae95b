import JSON
import KubernetesAPI

/// Events: plain records.
struct EventStrategy: ResourceStrategy {
    var hasStatus: Bool { false }
    var createsOnUpdate: Bool { true }

    func validate(_ event: JSONValue) throws {
        let errors =
            ObjectMetaValidation.validate(
                ObjectMeta(json: event["metadata"] ?? .null), namespaced: true)
            + EventValidation.validate(event, isCore: true)
        if let error = APIError.invalid(.events, name: event.name, errors) { throw error }
    }

    func validateUpdate(_ event: JSONValue, from old: JSONValue) throws {
        let errors = EventValidation.validateUpdate(event, from: old, isCore: true)
        if let error = APIError.invalid(.events, name: event.name, errors) { throw error }
    }
}
