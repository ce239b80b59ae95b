import JSON

/// Which taints of a node a Pod bears.
enum TolerationValidation {
    @FieldErrorList static func validate(_ tolerations: Field) -> [FieldError] {
        for toleration in tolerations.elements { validate(toleration: toleration) }
    }

    @FieldErrorList private static func validate(toleration: Field) -> [FieldError] {
        let key = toleration["key"]
        let comparison = toleration["operator"]
        let effect = toleration["effect"]
        if !key.isEmpty { LabelSelectorValidation.name(key) }
        if key.isEmpty, comparison.text != "Exists" {
            comparison.invalid(
                .string(comparison.text),
                "operator must be Exists when `key` is empty, which means \"match all values and "
                    + "all keys\"")
        }
        if toleration["tolerationSeconds"].isSet, effect.text != "NoExecute" {
            effect.invalid(
                .string(effect.text),
                "effect must be 'NoExecute' when `tolerationSeconds` is set")
        }
        value(toleration["value"], comparison)
        if !effect.isEmpty { effect.oneOf(["NoSchedule", "PreferNoSchedule", "NoExecute"]) }
    }

    @FieldErrorList private static func value(_ value: Field, _ comparison: Field) -> [FieldError] {
        switch comparison.text {
        case "Equal", "":
            let problems = NameValidation.labelValue(value.text)
            if !problems.isEmpty {
                comparison.invalid(.string(value.text), problems.joined(separator: ";"))
            }
        case "Exists":
            if !value.isEmpty {
                comparison.invalid(
                    .string(value.text), "value must be empty when `operator` is 'Exists'")
            }
        case "Lt", "Gt":
            // Known, and off by default in Kubernetes 1.37.
            comparison.notSupported(["Equal", "Exists", "Lt", "Gt"])
        default:
            comparison.notSupported(["Equal", "Exists"])
        }
    }
}
