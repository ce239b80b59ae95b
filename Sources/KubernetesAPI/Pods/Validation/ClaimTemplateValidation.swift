import JSON

/// The claim that a volume of type `ephemeral` makes.
enum ClaimTemplateValidation {
    @FieldErrorList static func validate(_ source: Field) -> [FieldError] {
        let template = source["volumeClaimTemplate"]
        if template.isSet {
            ObjectMetaValidation.annotations(template["metadata"]["annotations"])
            LabelSelectorValidation.labels(template["metadata"]["labels"])
            for (name, _) in template["metadata"].entries
            where !["annotations", "labels", "creationTimestamp"].contains(name) {
                template["metadata"].member(name).forbidden("cannot be set")
            }
            spec(template["spec"])
        } else {
            template.required()
        }
    }

    /// The claim is named after the Pod and the volume.
    @FieldErrorList static func name(_ volume: Field, podName: String) -> [FieldError] {
        if !podName.isEmpty, !volume["name"].isEmpty {
            let name = "\(podName)-\(volume["name"].text)"
            NameValidation.dns1123Subdomain(name).map {
                volume["name"].invalid("PVC name \"\(name)\": \($0)")
            }
        }
    }

    /// The spec of a PersistentVolumeClaim.
    @FieldErrorList static func spec(_ spec: Field) -> [FieldError] {
        if spec["accessModes"].isEmpty {
            spec["accessModes"].required("at least 1 access mode is required")
        }
        LabelSelectorValidation.validate(spec["selector"])
        accessModes(spec["accessModes"])
        storage(
            spec["resources"]["requests"]["storage"].named(
                spec["resources"].key("storage").path))
        if !spec["storageClassName"].isEmpty {
            spec["storageClassName"].invalid(
                NameValidation.dns1123Subdomain(spec["storageClassName"].text))
        }
        spec["volumeMode"].optionallyOneOf(["Block", "Filesystem"])
        for name in ["dataSource", "dataSourceRef"] where spec[name].isSet {
            dataSource(spec[name])
        }
    }

    @FieldErrorList private static func accessModes(_ modes: Field) -> [FieldError] {
        let supported = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"]
        for mode in modes.texts where !supported.contains(mode) {
            modes.notSupported(supported, value: .string(mode))
        }
        let used = Set(modes.texts.filter(supported.contains))
        if used.contains("ReadWriteOncePod"), used.count > 1 {
            modes.forbidden("may not use ReadWriteOncePod with other access modes")
        }
    }

    @FieldErrorList private static func storage(_ storage: Field) -> [FieldError] {
        if let amount = storage.quantity {
            if amount <= Quantity() {
                storage.invalid(.string(amount.canonical), "must be greater than zero")
            }
        } else {
            storage.required()
        }
    }

    @FieldErrorList private static func dataSource(_ source: Field) -> [FieldError] {
        VolumeValidation.required(source, "name", "kind")
        if source["apiGroup"].isEmpty {
            if source["kind"].text != "PersistentVolumeClaim" {
                source.invalid(
                    .string(source["kind"].text),
                    "must be 'PersistentVolumeClaim' when referencing the default apiGroup")
            }
        } else {
            source["apiGroup"].invalid(NameValidation.dns1123Subdomain(source["apiGroup"].text))
        }
        if !source["namespace"].isEmpty {
            source["namespace"].invalid(NameValidation.dns1123Label(source["namespace"].text))
        }
    }
}
