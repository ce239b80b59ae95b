import JSON

extension PodValidation {
    /// Checks a Pod whose containers got other resources through the subresource `resize`.
    public static func validateResize(_ pod: JSONValue, from old: JSONValue) -> [FieldError] {
        let new = Field(pod)
        let old = Field(old)
        if old["metadata"]["annotations"][ResourceClaimValidation.mirrorAnnotation].isSet {
            return [.forbidden("", "static pods cannot be resized")]
        }
        if old["spec"]["os"]["name"].text == "windows" {
            return [.forbidden("", "windows pods cannot be resized")]
        }
        var findings = ObjectMetaValidation.validateUpdate(new["metadata"], from: old["metadata"])
        findings += metadataAndSpec(new)
        findings += quality(new, old)
        findings += podLevel(new["spec"], old["spec"])
        let order = order(new["spec"], old["spec"])
        findings += order
        if !order.isEmpty { return findings }
        findings += removals(new["spec"], old["spec"])
        findings += otherChanges(new["spec"], old["spec"])
        return findings
    }

    @FieldErrorList private static func quality(_ new: Field, _ old: Field) -> [FieldError] {
        let kept = old["status"]["qosClass"].text
        let before =
            kept.isEmpty ? PodSpec(json: old["spec"].json).qualityOfService.rawValue : kept
        if before != PodSpec(json: new["spec"].json).qualityOfService.rawValue {
            new["spec"].invalid(
                .string(new["status"]["qosClass"].text),
                "Pod QOS Class may not change as a result of resizing")
        }
    }

    @FieldErrorList private static func podLevel(_ new: Field, _ old: Field) -> [FieldError] {
        let before = old["resources"]
        let after = new["resources"]
        if before.isSet, !after.isSet {
            after.forbidden("pod-level resources cannot be removed")
        } else if before.isSet || after.isSet {
            for kind in ["requests", "limits"] where isRemoved(after[kind], before[kind]) {
                after[kind].forbidden("pod-level resource \(kind) cannot be removed")
            }
            if others(after) != others(before) {
                new.forbidden("only cpu and memory resources are mutable at pod-level")
            }
        }
    }

    /// Containers are told apart by their places.
    @FieldErrorList private static func order(_ new: Field, _ old: Field) -> [FieldError] {
        for list in ["containers", "initContainers"] {
            if new[list].count != old[list].count {
                new[list].forbidden("\(list) may not be added or removed on resize")
            } else {
                for (container, before) in zip(new[list].elements, old[list].elements)
                where container["name"].text != before["name"].text {
                    container["name"].forbidden(
                        "\(list) may not be renamed or reordered on resize")
                }
            }
        }
    }

    @FieldErrorList private static func removals(_ new: Field, _ old: Field) -> [FieldError] {
        for list in ["initContainers", "containers"] {
            for (container, before) in zip(new[list].elements, old[list].elements)
            where list == "containers" || before["restartPolicy"].text == "Always" {
                let resources = container["resources"]
                for kind in ["requests", "limits"]
                where isRemoved(resources[kind], before["resources"][kind]) {
                    resources[kind].forbidden("resource \(kind) cannot be removed")
                }
            }
        }
    }

    @FieldErrorList private static func otherChanges(_ new: Field, _ old: Field) -> [FieldError] {
        for (container, before) in zip(new["containers"].elements, old["containers"].elements)
        where others(container["resources"]) != others(before["resources"]) {
            new.forbidden("only cpu and memory resources are mutable")
        }
        for (container, before) in zip(
            new["initContainers"].elements, old["initContainers"].elements)
        {
            if before["restartPolicy"].text == "Always" {
                if others(container["resources"]) != others(before["resources"]) {
                    new.forbidden(
                        "only cpu and memory resources for sidecar containers are mutable")
                }
            } else if Container(json: container.json) != Container(json: before.json) {
                new.forbidden("resources for non-sidecar init containers are immutable")
            }
        }
    }

    private static func isRemoved(_ new: Field, _ old: Field) -> Bool {
        old.entries.contains { !new[$0.key].isSet }
    }

    /// The amounts of all resources but cpu and memory.
    private static func others(_ resources: Field) -> [String: [String: Quantity]] {
        var amounts: [String: [String: Quantity]] = [:]
        for kind in ["requests", "limits"] {
            let entries = resources[kind].entries.filter { !["cpu", "memory"].contains($0.key) }
            amounts[kind] = Dictionary(
                uniqueKeysWithValues: entries.map { ($0.key, $0.field.quantity ?? Quantity()) })
        }
        return amounts
    }
}
