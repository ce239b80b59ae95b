import JSON

/// Leases (pkg/apis/coordination/validation).
public enum LeaseValidation {
    public static func validate(_ lease: JSONValue) -> [FieldError] {
        let spec = lease["spec"] ?? .null
        var errors: [FieldError] = []
        if let seconds = spec["leaseDurationSeconds"]?.integerValue, seconds <= 0 {
            errors.append(
                .invalid(
                    "spec.leaseDurationSeconds", .integer(seconds), "must be greater than 0"))
        }
        if let transitions = spec["leaseTransitions"]?.integerValue, transitions < 0 {
            errors.append(
                .invalid(
                    "spec.leaseTransitions", .integer(transitions),
                    "must be greater than or equal to 0"))
        }
        if spec.has("strategy") { errors += strategyErrors(spec.string("strategy")) }
        if !spec.string("preferredHolder").isEmpty, spec.string("strategy").isEmpty {
            errors.append(
                .forbidden(
                    "spec.preferredHolder", "may only be specified if `strategy` is defined"))
        }
        return errors
    }

    private static func strategyErrors(_ strategy: String) -> [FieldError] {
        let path = "spec.strategy.strategy"
        let value = JSONValue.string(strategy)
        if strategy.contains("/") {
            return NameValidation.qualifiedName(strategy).map { .invalid(path, value, $0) }
        }
        if strategy == "OldestEmulationVersion" { return [] }
        return [.notSupported(path, value, supported: ["OldestEmulationVersion"])]
    }
}
