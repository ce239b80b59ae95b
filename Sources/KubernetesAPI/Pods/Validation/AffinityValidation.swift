import JSON

/// Where a Pod wants to run, by nodes and by other Pods.
enum AffinityValidation {
    private static let required = "requiredDuringSchedulingIgnoredDuringExecution"
    private static let preferred = "preferredDuringSchedulingIgnoredDuringExecution"

    @FieldErrorList static func validate(_ affinity: Field) -> [FieldError] {
        node(affinity["nodeAffinity"])
        pods(affinity["podAffinity"])
        pods(affinity["podAntiAffinity"])
    }

    @FieldErrorList private static func node(_ affinity: Field) -> [FieldError] {
        if affinity[required].isSet {
            let terms = affinity[required]["nodeSelectorTerms"]
            if terms.isEmpty {
                terms.required("must have at least one node selector term")
            }
            for term in terms.elements { nodeTerm(term, checksValues: true) }
        }
        for term in affinity[preferred].elements {
            weight(term["weight"])
            nodeTerm(term["preference"], checksValues: false)
        }
    }

    @FieldErrorList private static func weight(_ weight: Field) -> [FieldError] {
        if !(1...100).contains(weight.number) {
            weight.invalid(.integer(weight.number), "must be in the range 1-100")
        }
    }

    @FieldErrorList private static func nodeTerm(
        _ term: Field, checksValues: Bool
    ) -> [FieldError] {
        for requirement in term["matchExpressions"].elements {
            nodeRequirement(requirement)
            if checksValues { LabelSelectorValidation.values(requirement["values"]) }
        }
        for requirement in term["matchFields"].elements { nodeField(requirement) }
    }

    @FieldErrorList private static func nodeRequirement(_ requirement: Field) -> [FieldError] {
        let values = requirement["values"]
        switch requirement["operator"].text {
        case "In", "NotIn":
            if values.isEmpty {
                values.required("must be specified when `operator` is 'In' or 'NotIn'")
            }
        case "Exists", "DoesNotExist":
            if !values.isEmpty {
                values.forbidden(
                    "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")
            }
        case "Gt", "Lt":
            if values.count != 1 {
                values.required("must be specified single value when `operator` is 'Lt' or 'Gt'")
            }
        default:
            requirement["operator"].invalid(
                .string(requirement["operator"].text), "not a valid selector operator")
        }
        LabelSelectorValidation.name(requirement["key"])
    }

    @FieldErrorList private static func nodeField(_ requirement: Field) -> [FieldError] {
        let values = requirement["values"]
        if ["In", "NotIn"].contains(requirement["operator"].text) {
            if values.count != 1 {
                values.required(
                    "must be only one value when `operator` is 'In' or 'NotIn' for node field "
                        + "selector")
            }
        } else {
            requirement["operator"].invalid(
                .string(requirement["operator"].text), "not a valid selector operator")
        }
        if requirement["key"].text == "metadata.name" {
            for value in values.elements {
                value.invalid(NameValidation.dns1123Subdomain(value.text))
            }
        } else {
            requirement["key"].invalid(
                .string(requirement["key"].text), "not a valid field selector key")
        }
    }

    @FieldErrorList private static func pods(_ affinity: Field) -> [FieldError] {
        for term in affinity[required].elements { podTerm(term) }
        for term in affinity[preferred].elements {
            weight(term["weight"])
            podTerm(term["podAffinityTerm"])
        }
    }

    @FieldErrorList private static func podTerm(_ term: Field) -> [FieldError] {
        LabelSelectorValidation.validate(term["labelSelector"])
        LabelSelectorValidation.validate(term["namespaceSelector"])
        for name in term["namespaces"].texts {
            NameValidation.dns1123Label(name).map {
                term.member("namespace").invalid(.string(name), $0)
            }
        }
        labelKeys(term)
        if term["topologyKey"].isEmpty { term["topologyKey"].required("can not be empty") }
        LabelSelectorValidation.name(term["topologyKey"])
    }

    /// `matchLabelKeys` and `mismatchLabelKeys` of a term or constraint.
    @FieldErrorList static func labelKeys(_ term: Field) -> [FieldError] {
        let selector = term["labelSelector"]
        let matching = term["matchLabelKeys"]
        let mismatching = Set(term["mismatchLabelKeys"].texts)
        labelKeyNames(matching, selector)
        labelKeyNames(term["mismatchLabelKeys"], selector)
        // The registry adds what the keys stand for to the expressions: a second one is the client's.
        for key in repeatedKeys(selector) {
            if let index = matching.texts.lastIndex(of: key) {
                term.element(index).invalid(
                    .string(key), "exists in both matchLabelKeys and labelSelector")
            }
        }
        for key in matching.elements where mismatching.contains(key.text) {
            key.invalid("exists in both matchLabelKeys and mismatchLabelKeys")
        }
    }

    @FieldErrorList private static func labelKeyNames(
        _ keys: Field, _ selector: Field
    ) -> [FieldError] {
        if !keys.isEmpty, !selector.isSet {
            keys.forbidden("must not be specified when labelSelector is not set")
        } else {
            for key in keys.elements { LabelSelectorValidation.name(key) }
        }
    }

    /// Keys of expressions that come up before in the selector, too.
    private static func repeatedKeys(_ selector: Field) -> [String] {
        var seen = Set(selector["matchLabels"].entries.map(\.key))
        return selector["matchExpressions"].elements.map { $0["key"].text }.filter {
            !seen.insert($0).inserted
        }
    }
}
