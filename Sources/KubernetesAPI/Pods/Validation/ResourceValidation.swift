import JSON

/// Requests and limits.
enum ResourceValidation {
    static func container(_ resources: Field, claims: [String]) -> [FieldError] {
        validate(
            limits: resources["limits"], requests: resources["requests"], of: resources,
            name: ResourceNameValidation.container)
            + ResourceClaimValidation.uses(resources["claims"], of: claims)
    }

    /// What a runtime class adds to a Pod; Kubernetes tells of it as of limits.
    static func overhead(_ overhead: Field) -> [FieldError] {
        validate(
            limits: overhead.named(overhead.member("limits").path),
            requests: overhead.member("requests"), of: overhead,
            name: ResourceNameValidation.container)
    }

    /// - Parameter name: what a resource may be called there.
    static func validate(
        limits: Field, requests: Field, of resources: Field, name: (Field, String) -> [FieldError]
    ) -> [FieldError] {
        var findings: [FieldError] = []
        for (resource, amount) in limits.entries {
            findings += name(amount, resource) + self.amount(amount, resource)
            findings += hugePages(amount, resource)
        }
        for (resource, amount) in requests.entries {
            findings += name(amount, resource) + self.amount(amount, resource)
            findings += comparison(amount, resource, limits, requests)
            findings += hugePages(amount, resource)
        }
        let names = Set((limits.entries + requests.entries).map(\.key))
        if names.isDisjoint(with: ["cpu", "memory"]), names.contains(where: isHugePages) {
            findings.append(resources.forbidden("HugePages require cpu or memory"))
        }
        return findings
    }

    static func isHugePages(_ resource: String) -> Bool { resource.hasPrefix("hugepages-") }

    @FieldErrorList static func amount(_ amount: Field, _ resource: String) -> [FieldError] {
        if let quantity = amount.quantity {
            if quantity < Quantity() {
                amount.invalid(
                    .string(quantity.canonical), "must be greater than or equal to 0")
            }
            if ResourceNameValidation.isWhole(resource), quantity.milliValue % 1000 != 0 {
                amount.invalid(.string(quantity.canonical), "must be an integer")
            }
        }
    }

    @FieldErrorList private static func comparison(
        _ amount: Field, _ resource: String, _ limits: Field, _ requests: Field
    ) -> [FieldError] {
        let canExceed = ResourceNameValidation.canBeOvercommitted(resource)
        if let limit = limits[resource].quantity, let request = amount.quantity {
            if !canExceed, request != limit {
                requests.invalid(
                    .string(request.canonical),
                    "must be equal to \(resource) limit of \(limit.canonical)")
            } else if request > limit {
                requests.invalid(
                    .string(request.canonical),
                    "must be less than or equal to \(resource) limit of \(limit.canonical)")
            }
        } else if !canExceed {
            limits.required("Limit must be set for non overcommitable resources")
        }
    }

    /// An amount of huge pages is a multiple of their size.
    @FieldErrorList private static func hugePages(
        _ amount: Field, _ resource: String
    ) -> [FieldError] {
        if isHugePages(resource), let quantity = amount.quantity {
            let size = Quantity(String(resource.dropFirst("hugepages-".count)))
            let isMultiple = size.map {
                $0 > Quantity() && $0.milliValue % 1000 == 0 && quantity.value % $0.value == 0
            }
            if isMultiple != true {
                amount.invalid(
                    .string(quantity.canonical),
                    "\(quantity.canonical) is not positive integer multiple of \(resource)")
            }
        }
    }
}
