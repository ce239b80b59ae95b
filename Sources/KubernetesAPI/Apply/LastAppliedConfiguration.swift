import JSON

/// The annotation in which `kubectl apply` without `--server-side` keeps what it was given.
public enum LastAppliedConfiguration {
    public static let annotation = "kubectl.kubernetes.io/last-applied-configuration"
    /// The managers whose server-side apply follows client-side apply and keeps up its annotation:
    /// the commands that write it.
    static let successors: Set<String> = ["kubectl", "swiftlet"]
    /// All annotations of an object together; bytes.
    private static let maximumSize = 256 * 1024

    /// What the object was last applied with; nil where it was made in another way.
    public static func read(from object: JSONValue) -> JSONValue? {
        object.value(at: ["metadata", "annotations", annotation])?.stringValue
            .flatMap { try? JSONValue(parsing: $0) }
    }

    /// Puts an applied configuration into the annotation of an object that has one already.
    static func update(of object: inout JSONValue, to configuration: JSONValue) {
        guard var annotations = object.value(at: "metadata", "annotations")?.objectValue,
            annotations[annotation] != nil
        else { return }
        var bare = configuration
        if bare.value(at: "metadata", "annotations", annotation) != nil {
            bare.set(nil, at: "metadata", "annotations", annotation)
        }
        let text = bare.serialized() + "\n"
        annotations[annotation] = .string(text)
        let size = annotations.reduce(0) {
            $0 + $1.key.utf8.count + ($1.value.stringValue?.utf8.count ?? 0)
        }
        if size > maximumSize { annotations[annotation] = nil }
        object.set(.object(annotations), at: "metadata", "annotations")
    }

    /// The fields that client-side apply set and that still are as it set them: its server-side
    /// successor may take these over from anybody.
    static func takeover(of live: JSONValue, _ schema: MergeSchema, _ type: MergeSchema.ValueType)
        -> FieldSet
    {
        guard let applied = read(from: live) else { return FieldSet() }
        let comparison = schema.compare(applied, live, type)
        return schema.fields(of: applied, type).difference(comparison.modified)
            .difference(comparison.added).difference(comparison.removed)
    }
}
