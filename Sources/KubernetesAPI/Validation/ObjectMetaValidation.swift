import JSON

/// What all objects have in common (apimachinery/pkg/api/validation/objectmeta.go in Kubernetes).
public enum ObjectMetaValidation {
    /// Keys and values of all annotations together.
    static let maximumAnnotationBytes = 256 * 1024

    /// - Parameter nameForm: what a name of the type may look like.
    public static func validate(
        _ metadata: ObjectMeta, namespaced: Bool,
        nameForm: (String) -> [String] = NameValidation.dns1123Subdomain
    ) -> [FieldError] {
        validate(
            Field(metadata.json, path: .member(.root, "metadata")), namespaced: namespaced,
            nameForm: nameForm)
    }

    /// What may not change once an object is made, and what the new metadata must be.
    public static func validateUpdate(
        _ metadata: ObjectMeta, from old: ObjectMeta
    ) -> [FieldError] {
        validateUpdate(
            Field(metadata.json, path: .member(.root, "metadata")), from: Field(old.json))
    }

    @FieldErrorList static func validate(
        _ metadata: Field, namespaced: Bool,
        nameForm: (String) -> [String] = NameValidation.dns1123Subdomain
    ) -> [FieldError] {
        let generateName = metadata["generateName"]
        if !generateName.isEmpty {
            generateName.invalid(NameValidation.prefix(generateName.text, of: nameForm))
        }
        if metadata["name"].isEmpty {
            metadata["name"].required("name or generateName is required")
        } else {
            metadata["name"].invalid(nameForm(metadata["name"].text))
        }
        if namespaced {
            metadata["namespace"].requiredName(NameValidation.dns1123Label)
        } else if !metadata["namespace"].isEmpty {
            metadata["namespace"].forbidden("not allowed on this type")
        }
        metadata["generation"].notNegative()
        LabelSelectorValidation.labels(metadata["labels"])
        annotations(metadata["annotations"])
        ownerReferences(metadata["ownerReferences"])
        finalizers(metadata["finalizers"])
        managedFields(metadata["managedFields"])
        standardFinalizers(metadata["finalizers"])
    }

    @FieldErrorList static func validateUpdate(_ metadata: Field, from old: Field) -> [FieldError] {
        for name in [
            "name", "namespace", "uid", "creationTimestamp", "deletionTimestamp",
            "deletionGracePeriodSeconds",
        ] where metadata[name].json != old[name].json {
            metadata[name].invalid("field is immutable")
        }
        LabelSelectorValidation.labels(metadata["labels"])
        annotations(metadata["annotations"])
        ownerReferences(metadata["ownerReferences"])
        managedFields(metadata["managedFields"])
        standardFinalizers(metadata["finalizers"])
    }

    @FieldErrorList static func annotations(_ annotations: Field) -> [FieldError] {
        let entries = annotations.entries
        for (key, _) in entries {
            NameValidation.qualifiedName(key.lowercased()).map {
                annotations.invalid(.string(key), $0)
            }
        }
        let size = entries.reduce(0) { $0 + $1.key.utf8.count + $1.field.text.utf8.count }
        if size > maximumAnnotationBytes { annotations.tooLong(maximumAnnotationBytes) }
    }

    @FieldErrorList private static func ownerReferences(_ owners: Field) -> [FieldError] {
        for owner in owners.elements {
            let group = owner["apiVersion"].text
            if group.isEmpty || group.hasSuffix("/") {
                owners["apiVersion"].invalid(.string(group), "version must not be empty")
            }
            for name in ["kind", "name", "uid"] where owner[name].isEmpty {
                owners[name].invalid("", "must not be empty")
            }
            if group == "v1", owner["kind"].text == "Event" {
                owners.invalid(
                    owner.json, "/v1, Kind=Event is disallowed from being an owner")
            }
        }
        let controllers = owners.elements.filter(\.["controller"].isTrue).map {
            "\($0["kind"].text)/\($0["name"].text)"
        }
        for other in controllers.dropFirst() {
            owners.invalid(
                "Only one reference can have Controller set to true. Found \"true\" in references "
                    + "for \(controllers[0]) and \(other)")
        }
    }

    @FieldErrorList private static func finalizers(_ finalizers: Field) -> [FieldError] {
        for finalizer in finalizers.texts {
            NameValidation.qualifiedName(finalizer).map {
                finalizers.invalid(.string(finalizer), $0)
            }
        }
        let names = Set(finalizers.texts)
        if names.isSuperset(of: ["orphan", "foregroundDeletion"]) {
            finalizers.invalid("finalizer orphan and foregroundDeletion cannot be both set")
        }
    }

    /// A finalizer without a domain must be one of Kubernetes' own.
    @FieldErrorList private static func standardFinalizers(_ finalizers: Field) -> [FieldError] {
        let standard: Set = ["orphan", "foregroundDeletion", "kubernetes"]
        for finalizer in finalizers.elements
        where !finalizer.text.contains("/") && !standard.contains(finalizer.text) {
            finalizer.invalid(
                "name is neither a standard finalizer name nor is it fully qualified")
        }
    }

    @FieldErrorList private static func managedFields(_ entries: Field) -> [FieldError] {
        for entry in entries.elements {
            if !["Apply", "Update"].contains(entry["operation"].text) {
                entry["operation"].invalid(
                    .string(entry["operation"].text), "must be `Apply` or `Update`")
            }
            if !entry["fieldsType"].isEmpty, entry["fieldsType"].text != "FieldsV1" {
                entry["fieldsType"].invalid("must be `FieldsV1`")
            }
            if entry["manager"].text.utf8.count > 128 { entry["manager"].tooLong(128) }
            if entry["subresource"].text.utf8.count > 256 { entry["subresource"].tooLong(256) }
        }
    }
}
