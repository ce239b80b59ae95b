import JSON

/// What Kubernetes fills into a Namespace.
public enum NamespaceDefaults {
    /// The label that carries the name, for selectors.
    public static let nameLabel = "kubernetes.io/metadata.name"

    public static func apply(to namespace: inout JSONValue) {
        if let name = namespace.value(at: "metadata", "name")?.stringValue, !name.isEmpty {
            namespace.set(.string(name), at: "metadata", "labels", nameLabel)
        }
        if namespace.value(at: "spec", "finalizers")?.arrayValue == nil {
            namespace.set(["kubernetes"], at: "spec", "finalizers")
        }
        if namespace.value(at: "status", "phase")?.isZero ?? true {
            namespace.set("Active", at: "status", "phase")
        }
    }
}
