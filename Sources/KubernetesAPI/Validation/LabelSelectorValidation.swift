import JSON

/// Labels, and selectors of them.
enum LabelSelectorValidation {
    /// A `metav1.LabelSelector`.
    @FieldErrorList static func validate(_ selector: Field) -> [FieldError] {
        labels(selector["matchLabels"])
        for requirement in selector["matchExpressions"].elements {
            switch requirement["operator"].text {
            case "In", "NotIn":
                if requirement["values"].isEmpty {
                    requirement["values"].required(
                        "must be specified when `operator` is 'In' or 'NotIn'")
                }
            case "Exists", "DoesNotExist":
                if !requirement["values"].isEmpty {
                    requirement["values"].forbidden(
                        "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")
                }
            default:
                requirement["operator"].invalid(
                    .string(requirement["operator"].text), "not a valid selector operator")
            }
            name(requirement["key"])
            values(requirement["values"])
        }
    }

    /// A map of labels, also that of a node selector.
    @FieldErrorList static func labels(_ labels: Field) -> [FieldError] {
        for (key, value) in labels.entries {
            NameValidation.qualifiedName(key).map { labels.invalid(.string(key), $0) }
            NameValidation.labelValue(value.text).map { labels.invalid(.string(value.text), $0) }
        }
    }

    /// The key of a label.
    static func name(_ key: Field) -> [FieldError] {
        key.invalid(NameValidation.qualifiedName(key.text))
    }

    @FieldErrorList static func values(_ values: Field) -> [FieldError] {
        for value in values.elements { value.invalid(NameValidation.labelValue(value.text)) }
    }
}
