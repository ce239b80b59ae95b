import JSON

/// What all objects have in common.
public enum ObjectMetaValidation {
    /// Keys and values of all annotations together.
    static let maximumAnnotationBytes = 256 * 1024

    /// - Parameter nameForm: what a name of the type may look like.
    public static func validate(
        _ metadata: ObjectMeta, namespaced: Bool,
        nameForm: (String) -> [String] = NameValidation.dns1123Subdomain
    ) -> [FieldError] {
        var errors: [FieldError] = []
        if metadata.name.isEmpty {
            let detail = metadata.generateName.isEmpty ? "name or generateName is required" : ""
            errors.append(.required("metadata.name", detail))
        } else {
            errors += nameForm(metadata.name).map {
                .invalid("metadata.name", .string(metadata.name), $0)
            }
        }
        if namespaced {
            if metadata.namespace.isEmpty { errors.append(.required("metadata.namespace")) }
            errors += NameValidation.dns1123Label(metadata.namespace).filter { _ in
                !metadata.namespace.isEmpty
            }.map { .invalid("metadata.namespace", .string(metadata.namespace), $0) }
        }
        errors += labels(metadata.labels, "metadata.labels")
        errors += annotations(metadata.annotations)
        errors += finalizers(metadata.finalizers)
        return errors
    }

    /// What may not change once an object is made.
    public static func validateUpdate(
        _ metadata: ObjectMeta, from old: ObjectMeta
    ) -> [FieldError] {
        let pairs: [(String, String, String)] = [
            ("name", metadata.name, old.name), ("namespace", metadata.namespace, old.namespace),
            ("uid", metadata.uid, old.uid),
            (
                "creationTimestamp", metadata.creationTimestamp?.description ?? "",
                old.creationTimestamp?.description ?? ""
            ),
        ]
        return pairs.filter { $0.1 != $0.2 }.map { name, value, _ in
            .invalid("metadata.\(name)", .string(value), "field is immutable")
        }
    }

    /// Keys and values of labels, also of a node selector.
    static func labels(_ labels: [String: String], _ path: String) -> [FieldError] {
        labels.sorted { $0.key < $1.key }.flatMap { key, value in
            NameValidation.qualifiedName(key).map { .invalid(path, .string(key), $0) }
                + NameValidation.labelValue(value).map {
                    FieldError.invalid(path, .string(value), $0)
                }
        }
    }

    private static func annotations(_ annotations: [String: String]) -> [FieldError] {
        var errors: [FieldError] = annotations.keys.sorted().flatMap { key in
            NameValidation.qualifiedName(key.lowercased()).map {
                .invalid("metadata.annotations", .string(key), $0)
            }
        }
        let size = annotations.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count }
        if size > maximumAnnotationBytes {
            errors.append(.tooLong("metadata.annotations", maximumBytes: maximumAnnotationBytes))
        }
        return errors
    }

    private static func finalizers(_ finalizers: [String]) -> [FieldError] {
        let standard: Set = ["orphan", "foregroundDeletion", "kubernetes"]
        return finalizers.flatMap { name -> [FieldError] in
            let problems = NameValidation.qualifiedName(name)
            if !problems.isEmpty {
                return problems.map { .invalid("metadata.finalizers", .string(name), $0) }
            }
            if name.contains("/") || standard.contains(name) { return [] }
            return [
                .invalid(
                    "metadata.finalizers", .string(name),
                    "name is neither a standard finalizer name nor is it fully qualified")
            ]
        }
    }
}
