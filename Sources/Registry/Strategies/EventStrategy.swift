import JSON
import KubernetesAPI

/// Events: plain records.
struct EventStrategy: ResourceStrategy {
    var hasStatus: Bool { false }

    func validate(_ event: JSONValue) throws {
        var errors = ObjectMetaValidation.validate(
            ObjectMeta(json: event["metadata"] ?? .null), namespaced: true)
        let involved = event.value(at: "involvedObject", "namespace")?.stringValue ?? ""
        // An object outside of namespaces has its Events in `default` or `kube-system`.
        let places = involved.isEmpty ? ["default", "kube-system"] : [involved]
        if !places.contains(event.namespace) {
            errors.append(
                .invalid(
                    "involvedObject.namespace", .string(involved), "does not match event.namespace")
            )
        }
        if let error = APIError.invalid(.events, name: event.name, errors) { throw error }
    }
}
