import JSON

/// How Pods spread over the parts of a cluster.
enum TopologySpreadValidation {
    @FieldErrorList static func validate(_ constraints: Field) -> [FieldError] {
        let all = constraints.elements
        for (index, constraint) in all.enumerated() {
            let topologyKey = constraint["topologyKey"].text
            let action = constraint["whenUnsatisfiable"].text
            positive(constraint["maxSkew"])
            if topologyKey.isEmpty { constraint["topologyKey"].required("can not be empty") }
            if !["DoNotSchedule", "ScheduleAnyway"].contains(action) {
                constraint["whenUnsatisfiable"].notSupported(
                    ["DoNotSchedule", "ScheduleAnyway"], value: .string(action))
            }
            let isRepeated = all[(index + 1)...].contains {
                $0["topologyKey"].text == topologyKey && $0["whenUnsatisfiable"].text == action
            }
            if isRepeated {
                constraint.member("{topologyKey, whenUnsatisfiable}").duplicate(
                    .string("{\(topologyKey), \(action)}"))
            }
            minimumDomains(constraint["minDomains"], action)
            constraint["nodeAffinityPolicy"].optionallyOneOf(["Honor", "Ignore"])
            constraint["nodeTaintsPolicy"].optionallyOneOf(["Honor", "Ignore"])
            AffinityValidation.labelKeys(constraint)
            LabelSelectorValidation.validate(constraint["labelSelector"])
        }
    }

    @FieldErrorList private static func minimumDomains(
        _ minimum: Field, _ action: String
    ) -> [FieldError] {
        if minimum.isSet {
            positive(minimum)
            if action != "DoNotSchedule" {
                minimum.invalid(
                    "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not \(action)")
            }
        }
    }

    @FieldErrorList private static func positive(_ field: Field) -> [FieldError] {
        if field.number <= 0 {
            field.invalid(.integer(field.number), "must be greater than zero")
        }
    }
}
