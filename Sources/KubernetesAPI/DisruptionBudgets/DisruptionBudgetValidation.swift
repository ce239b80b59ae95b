import JSON

/// PodDisruptionBudgets (pkg/apis/policy/validation).
public enum DisruptionBudgetValidation {
    public static func validate(_ budget: JSONValue) -> [FieldError] {
        let spec = budget["spec"] ?? .null
        var errors: [FieldError] = []
        if spec.has("minAvailable"), spec.has("maxUnavailable") {
            errors.append(
                .invalid("spec", spec, "minAvailable and maxUnavailable cannot be both set"))
        }
        for member in ["minAvailable", "maxUnavailable"] where spec.has(member) {
            errors += amountErrors(spec[member] ?? .null, "spec.\(member)")
        }
        errors += LabelSelectorValidation.validate(Field(budget)["spec"]["selector"])
        if spec.has("unhealthyPodEvictionPolicy") {
            let policies = ["AlwaysAllow", "IfHealthyBudget"]
            let policy = spec.string("unhealthyPodEvictionPolicy")
            if !policies.contains(policy) {
                errors.append(
                    .notSupported(
                        "spec.unhealthyPodEvictionPolicy", .string(policy), supported: policies))
            }
        }
        return errors
    }

    public static func validateStatus(_ budget: JSONValue) -> [FieldError] {
        let status = budget["status"] ?? .null
        let counts = ["disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods"]
        return counts.compactMap { member in
            guard let count = status[member]?.integerValue, count < 0 else { return nil }
            return .invalid(
                "status.\(member)", .integer(count), "must be greater than or equal to 0")
        }
    }

    /// A number of Pods, or a part of a hundred.
    private static func amountErrors(_ amount: JSONValue, _ path: String) -> [FieldError] {
        if let number = amount.integerValue {
            if number >= 0 { return [] }
            return [.invalid(path, amount, "must be greater than or equal to 0")]
        }
        let text = amount.stringValue ?? ""
        guard let percent = Percentage(text) else {
            return [
                .invalid(
                    path, amount,
                    "a valid percent string must be a numeric string followed by an ending '%' "
                        + "(e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')")
            ]
        }
        return percent.value > 100
            ? [.invalid(path, amount, "must not be greater than 100%")] : []
    }
}
