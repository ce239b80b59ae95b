import JSON

/// PriorityClasses (pkg/apis/scheduling/validation).
public enum PriorityClassValidation {
    /// The highest value that users may give.
    static let highest: Int64 = 1_000_000_000

    public static func validate(_ priorityClass: JSONValue) -> [FieldError] {
        let name = priorityClass.value(at: "metadata", "name")?.stringValue ?? ""
        let value = priorityClass["value"]?.integerValue ?? 0
        var errors: [FieldError] = []
        if name.hasPrefix("system-") {
            if let problem = systemProblem(name, priorityClass) {
                errors.append(
                    .forbidden(
                        "metadata.name",
                        "priority class names with 'system-' prefix are reserved for system use "
                            + "only. error: \(problem)"))
            }
        } else if value > highest {
            errors.append(
                .forbidden(
                    "value", "maximum allowed value of a user defined priority is \(highest)"))
        }
        return errors + policyErrors(priorityClass)
    }

    public static func validateUpdate(
        _ priorityClass: JSONValue, from old: JSONValue
    ) -> [FieldError] {
        var errors: [FieldError] = []
        if priorityClass["value"]?.integerValue ?? 0 != old["value"]?.integerValue ?? 0 {
            errors.append(.forbidden("value", "may not be changed in an update."))
        }
        let policy = priorityClass.string("preemptionPolicy")
        if policy != old.string("preemptionPolicy") {
            errors.append(.invalid("preemptionPolicy", .string(policy), "field is immutable"))
        }
        return errors
    }

    private static func systemProblem(_ name: String, _ priorityClass: JSONValue) -> String? {
        let known = PriorityClassDefaults.system.first {
            $0.value(at: "metadata", "name")?.stringValue == name
        }
        guard let value = known?["value"]?.integerValue else {
            return "\(name) is not a known system priority class"
        }
        if priorityClass["value"]?.integerValue ?? 0 != value {
            return "value of \(name) PriorityClass must be \(value)"
        }
        if priorityClass["globalDefault"]?.boolValue == true {
            return "globalDefault of \(name) PriorityClass must be false"
        }
        return nil
    }

    private static func policyErrors(_ priorityClass: JSONValue) -> [FieldError] {
        let policies = ["Never", "PreemptLowerPriority"]
        let policy = priorityClass.string("preemptionPolicy")
        if policies.contains(policy) { return [] }
        return policy.isEmpty
            ? [.required("preemptionPolicy")]
            : [.notSupported("preemptionPolicy", .string(policy), supported: policies)]
    }
}
