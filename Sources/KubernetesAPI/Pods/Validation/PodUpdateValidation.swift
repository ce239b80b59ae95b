import JSON

extension PodValidation {
    /// Checks a changed Pod against the one that is there: little of a Pod's spec may change.
    public static func validateUpdate(_ pod: JSONValue, from old: JSONValue) -> [FieldError] {
        let new = Field(pod)
        let old = Field(old)
        var findings = metadataUpdate(new, old)
        for list in ["containers", "initContainers"] {
            let (own, stop) = containerUpdates(new["spec"][list], old["spec"][list])
            findings += own
            if stop { return findings }
        }
        let (deadline, stop) = deadline(new["spec"], old["spec"])
        findings += deadline
        if stop { return findings }
        findings += addedTolerations(new["spec"]["tolerations"], old["spec"]["tolerations"])
        findings += removedGates(new["spec"]["schedulingGates"], old["spec"]["schedulingGates"])
        return findings + fixedFields(new["spec"], old["spec"])
    }

    /// What every update of a Pod is checked for, also through a subresource.
    @FieldErrorList static func metadataUpdate(_ new: Field, _ old: Field) -> [FieldError] {
        ObjectMetaValidation.validateUpdate(new["metadata"], from: old["metadata"])
        metadataAndSpec(new)
        annotationUpdates(new, old)
    }

    /// Annotations that were fields before there were fields stay as they are.
    @FieldErrorList static func annotationUpdates(_ new: Field, _ old: Field) -> [FieldError] {
        let annotations = new["metadata"]["annotations"]
        let before = old["metadata"]["annotations"]
        for (key, value) in before.entries where annotations[key].value != value.value {
            fixedAnnotation(annotations.key(key), key, "remove or update")
        }
        for (key, value) in annotations.entries where !before[key].isSet {
            fixedAnnotation(value, key, "add")
        }
        PodAnnotationValidation.annotations(annotations, of: new["spec"])
    }

    @FieldErrorList private static func fixedAnnotation(
        _ annotation: Field, _ key: String, _ verb: String
    ) -> [FieldError] {
        if key.hasPrefix(PodAnnotationValidation.appArmorContainer) {
            annotation.forbidden("may not \(verb) AppArmor annotations")
        }
        if key == ResourceClaimValidation.mirrorAnnotation {
            annotation.forbidden("may not \(verb) mirror pod annotation")
        }
    }

    /// - Returns: the findings, and whether nothing more can be compared.
    private static func containerUpdates(_ new: Field, _ old: Field) -> ([FieldError], Bool) {
        if new.count != old.count {
            return ([new.forbidden("pod updates may not add or remove containers")], true)
        }
        let findings = new.elements.flatMap { container in
            (container["image"].isEmpty ? [container["image"].required()] : [])
                + imageWhitespace(container)
        }
        return (findings, false)
    }

    private static func deadline(_ new: Field, _ old: Field) -> ([FieldError], Bool) {
        let field = new["activeDeadlineSeconds"]
        let before = old["activeDeadlineSeconds"].optionalNumber
        guard let after = field.optionalNumber else {
            if before == nil { return ([], false) }
            return (
                [field.invalid("must not update from a positive integer to nil value")], false
            )
        }
        if !(0...Int64(Int32.max)).contains(after) {
            return ([field.invalid("must be between 0 and \(Int32.max), inclusive")], true)
        }
        if let before, before < after {
            return ([field.invalid("must be less than or equal to previous value")], true)
        }
        return ([], false)
    }

    private static func addedTolerations(_ new: Field, _ old: Field) -> [FieldError] {
        func withoutSeconds(_ field: Field) -> Toleration {
            var toleration = Toleration(json: field.json)
            toleration.tolerationSeconds = nil
            return toleration
        }
        let kept = Set(new.elements.map(withoutSeconds))
        if old.elements.map(withoutSeconds).allSatisfy(kept.contains) {
            return TolerationValidation.validate(new)
        }
        return [
            new.forbidden("existing toleration can not be modified except its tolerationSeconds")
        ]
    }

    @FieldErrorList private static func removedGates(_ new: Field, _ old: Field) -> [FieldError] {
        let before = Set(old.elements.map { $0["name"].text })
        for gate in new.elements where !before.contains(gate["name"].text) {
            gate["name"].forbidden(
                "only deletion is allowed, but found new scheduling gate '\(gate["name"].text)'")
        }
    }

    // MARK: - What may not change

    /// The spec with all that may change as it was before.
    private static func fixedFields(_ new: Field, _ old: Field) -> [FieldError] {
        let before = PodSpec(json: old.json)
        if PodSpec(json: new.json) == before { return [] }
        var spec = new.json
        for list in ["containers", "initContainers"] {
            let images = old[list].elements.map { $0["image"].value }
            var index = 0
            spec.updateEach(list) { container in
                if index < images.count { container["image"] = images[index] }
                index += 1
            }
        }
        for name in ["activeDeadlineSeconds", "schedulingGates", "tolerations"] {
            spec[name] = old[name].value
        }
        let grace = old["terminationGracePeriodSeconds"]
        if grace.number < 0, new["terminationGracePeriodSeconds"].number == 1 {
            spec["terminationGracePeriodSeconds"] = grace.value
        }
        var findings: [FieldError] = []
        if !old["schedulingGates"].isEmpty {
            findings += GatedPodValidation.restore(&spec, new, old)
        }
        let after = PodSpec(json: spec)
        if after == before { return findings }
        let difference = UnifiedDifference.text(
            from: before.json.serialized(indent: 1), to: after.json.serialized(indent: 1))
        return findings + [new.forbidden(changeRefusal + difference)]
    }

    private static let changeRefusal =
        "pod updates may not change fields other than `spec.containers[*].image`,"
        + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
        + "`spec.tolerations` (only additions to existing tolerations),"
        + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously "
        + "negative)\n"
}
