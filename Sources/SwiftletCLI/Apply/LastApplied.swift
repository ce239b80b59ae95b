import JSON

/// The annotation in which `apply` keeps what it was last given, so that the next one knows what
/// its author has taken away since.
enum LastApplied {
    static let annotation = "kubectl.kubernetes.io/last-applied-configuration"

    /// `object` with itself in the annotation, byte for byte as kubectl writes it.
    static func annotated(_ object: JSONValue) -> JSONValue {
        var bare = object
        var annotations = object.value(at: "metadata", "annotations") ?? .object([:])
        if annotations.objectValue == nil { annotations = .object([:]) }
        annotations[annotation] = nil
        bare.set(annotations, at: "metadata", "annotations")
        var result = bare
        annotations[annotation] = .string(bare.kubectlText() + "\n")
        result.set(annotations, at: "metadata", "annotations")
        return result
    }

    /// What the live object was last applied with; nil where it was made in another way.
    static func original(of live: JSONValue) -> JSONValue? {
        let text = live.value(at: ["metadata", "annotations", annotation])?.stringValue
        return text.flatMap { try? JSONValue(parsing: $0) }
    }
}
