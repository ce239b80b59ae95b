import JSON

/// Requests and limits of a Pod as a whole.
enum PodResourceValidation {
    @FieldErrorList static func validate(_ spec: Field) -> [FieldError] {
        let resources = spec["resources"]
        if resources.isSet {
            if spec["os"]["name"].text == "windows" {
                resources.forbidden("may not be set for a windows pod")
            } else {
                if resources["claims"].isSet {
                    resources["claims"].forbidden(
                        "claims may not be set for Resources at pod-level")
                }
                ResourceValidation.validate(
                    limits: resources["limits"], requests: resources["requests"], of: resources,
                    name: ResourceNameValidation.pod)
                consistency(spec, resources)
            }
        }
    }

    /// The containers together may not ask for more than the Pod.
    @FieldErrorList private static func consistency(
        _ spec: Field, _ resources: Field
    ) -> [FieldError] {
        let requests = ContainerTotals.requests(of: spec.json)
        for (resource, total) in requests.sorted(by: { $0.key < $1.key }) {
            if let own = resources["requests"][resource].quantity, total > own {
                resources["requests"].key(resource).invalid(
                    .string(own.canonical),
                    "must be greater than or equal to aggregate container requests of "
                        + total.canonical)
            }
        }
        let limits = ContainerTotals.limits(of: spec.json)
        for (resource, total) in limits.sorted(by: { $0.key < $1.key })
        where ResourceValidation.isHugePages(resource) {
            if let own = resources["limits"][resource].quantity, total > own {
                resources["limits"].key(resource).invalid(
                    .string(own.canonical),
                    "must be greater than or equal to aggregate container limits of "
                        + total.canonical)
            }
        }
        for (index, container) in spec["containers"].elements.enumerated() {
            for (resource, limit) in container["resources"]["limits"].entries {
                if let own = resources["limits"][resource].quantity,
                    let limit = limit.quantity, limit > own
                {
                    // The path is Kubernetes' own.
                    resources.member("containers").element(index).key(resource).member("limits")
                        .invalid(
                            .string(limit.canonical),
                            "must be less than or equal to pod limits of \(own.canonical)")
                }
            }
        }
    }
}
