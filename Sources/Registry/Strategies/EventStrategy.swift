import JSON
import KubernetesAPI

/// Events: plain records.
struct EventStrategy: ResourceStrategy {
    var hasStatus: Bool { false }

    func validate(_ event: JSONValue) throws {
        let involved = event.value(at: "involvedObject", "namespace")?.stringValue ?? ""
        // An object outside of namespaces has its Events in `default`.
        let expected = involved.isEmpty ? "default" : involved
        guard event.namespace != expected, !(involved.isEmpty && event.namespace == "kube-system")
        else { return }
        let error = FieldError.invalid(
            "involvedObject.namespace", .string(involved), "does not match event.namespace")
        if let error = APIError.invalid(.events, name: event.name, [error]) { throw error }
    }
}
