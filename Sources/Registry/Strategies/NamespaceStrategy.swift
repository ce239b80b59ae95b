import JSON
import KubernetesAPI

/// Namespaces: they stay until they are empty.
struct NamespaceStrategy: ResourceStrategy {
    static let initial = ["default", "kube-system", "kube-public", "kube-node-lease"]

    /// Those that the admission plugin NamespaceLifecycle keeps.
    static let permanent: Set<String> = ["default", "kube-system", "kube-public"]

    var resetFields: FieldSet { ["f:spec", "f:status"] }

    func applyDefaults(to namespace: inout JSONValue) {
        if namespace.name.isEmpty { return }
        namespace.set(
            .string(namespace.name), at: "metadata", "labels", NamespaceDefaults.nameLabel)
    }

    func prepareForCreate(_ namespace: inout JSONValue, now: Timestamp) {
        namespace["status"] = ["phase": "Active"]
        NamespaceDefaults.apply(to: &namespace)
    }

    func prepareForUpdate(_ namespace: inout JSONValue, from old: JSONValue, now: Timestamp) {
        // Finalizers of the spec go through their own subresource.
        namespace["spec"] = old["spec"]
    }

    func validate(_ namespace: JSONValue) throws {
        let errors = ObjectMetaValidation.validate(
            ObjectMeta(json: namespace["metadata"] ?? .null), namespaced: false,
            nameForm: NameValidation.dns1123Label)
        if let error = APIError.invalid(.namespaces, name: namespace.name, errors) { throw error }
    }

    func admitDeletion(_ namespace: JSONValue) throws {
        if Self.permanent.contains(namespace.name) {
            throw APIError.forbidden(
                .namespaces, name: namespace.name, "this namespace may not be deleted")
        }
    }

    func isHeld(_ namespace: JSONValue) -> Bool {
        let own = namespace.value(at: "spec", "finalizers")?.arrayValue ?? []
        return !own.isEmpty || !namespace.finalizers.isEmpty
    }

    func prepareForDeletion(_ namespace: inout JSONValue) {
        namespace.set("Terminating", at: "status", "phase")
        namespace.set(nil, at: "metadata", "deletionGracePeriodSeconds")
    }

    static func isTerminating(_ namespace: JSONValue) -> Bool {
        namespace.isBeingDeleted
            || namespace.value(at: "status", "phase")?.stringValue == "Terminating"
    }
}
