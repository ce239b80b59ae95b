import JSON

/// Requests and limits.
enum ResourceValidation {
    static func validate(_ resources: ResourceRequirements, _ path: String) -> [FieldError] {
        var errors = amounts(resources.limits, "\(path).limits")
        errors += amounts(resources.requests, "\(path).requests")
        for (name, request) in resources.requests.sorted(by: { $0.key < $1.key }) {
            guard let limit = resources.limits[name], request > limit else { continue }
            errors.append(
                .invalid(
                    "\(path).requests", request.json,
                    "must be less than or equal to \(name) limit of \(limit)"))
        }
        return errors
    }

    private static func amounts(_ amounts: [String: Quantity], _ path: String) -> [FieldError] {
        amounts.sorted { $0.key < $1.key }.flatMap { name, amount in
            var errors = nameErrors(name, "\(path)")
            if amount < Quantity() {
                errors.append(
                    .invalid(
                        "\(path)[\(name)]", amount.json, "must be greater than or equal to 0"))
            }
            return errors
        }
    }

    private static let standard: Set = ["cpu", "memory", "ephemeral-storage"]

    private static func nameErrors(_ name: String, _ path: String) -> [FieldError] {
        let problems = NameValidation.qualifiedName(name)
        if !problems.isEmpty { return problems.map { .invalid(path, .string(name), $0) } }
        if name.contains("/") || standard.contains(name) || name.hasPrefix("hugepages-") {
            return []
        }
        return [.invalid(path, .string(name), "must be a standard resource for containers")]
    }
}
