import JSON

extension PodValidation {
    /// Checks a changed Pod against the one that is there: little of a Pod's spec may change.
    public static func validateUpdate(_ pod: Pod, from old: Pod) -> [FieldError] {
        var errors = ObjectMetaValidation.validate(pod.metadata, namespaced: true)
        errors += ObjectMetaValidation.validateUpdate(pod.metadata, from: old.metadata)
        errors += imageErrors(pod.spec.containers, "spec.containers")
        errors += imageErrors(pod.spec.initContainers, "spec.initContainers")
        errors += deadlineErrors(pod.spec, old.spec)
        errors += tolerationErrors(pod.spec, old.spec)
        errors += gateErrors(pod.spec, old.spec)
        if pod.spec.containers.count != old.spec.containers.count {
            errors.append(
                .forbidden("spec.containers", "pod updates may not add or remove containers"))
        }
        if pod.spec.initContainers.count != old.spec.initContainers.count {
            errors.append(
                .forbidden("spec.initContainers", "pod updates may not add or remove containers"))
        }
        return errors.isEmpty ? fixedErrors(pod.spec, old.spec) : errors
    }

    private static func imageErrors(_ containers: [Container], _ path: String) -> [FieldError] {
        containers.enumerated().filter { $0.element.image.isEmpty }
            .map { .required("\(path)[\($0.offset)].image") }
    }

    private static func deadlineErrors(_ new: PodSpec, _ old: PodSpec) -> [FieldError] {
        let path = "spec.activeDeadlineSeconds"
        guard let before = old.activeDeadlineSeconds else {
            guard let seconds = new.activeDeadlineSeconds, seconds < 1 else { return [] }
            return [
                .invalid(path, .integer(seconds), "must be between 1 and 2147483647, inclusive")
            ]
        }
        guard let after = new.activeDeadlineSeconds else {
            return [
                .invalid(path, .null, "must not update from a positive integer to nil value")
            ]
        }
        if after > before {
            return [
                .invalid(path, .integer(after), "must be less than or equal to previous value")
            ]
        }
        return []
    }

    private static func tolerationErrors(_ new: PodSpec, _ old: PodSpec) -> [FieldError] {
        let kept = Set(new.tolerations.map(withoutSeconds))
        if old.tolerations.map(withoutSeconds).allSatisfy(kept.contains) { return [] }
        return [
            .forbidden(
                "spec.tolerations",
                "existing toleration can not be modified except its tolerationSeconds")
        ]
    }

    private static func withoutSeconds(_ toleration: Toleration) -> Toleration {
        var toleration = toleration
        toleration.tolerationSeconds = nil
        return toleration
    }

    private static func gateErrors(_ new: PodSpec, _ old: PodSpec) -> [FieldError] {
        let before = Set(old.schedulingGates.map(\.name))
        return new.schedulingGates.filter { !before.contains($0.name) }.map { gate in
            .forbidden(
                "spec.schedulingGates",
                "only deletion is allowed, but found new scheduling gate '\(gate.name)'")
        }
    }

    /// All that may not change, after what may is made alike.
    private static func fixedErrors(_ new: PodSpec, _ old: PodSpec) -> [FieldError] {
        var new = new
        for index in new.containers.indices {
            new.containers[index].image = old.containers[index].image
        }
        for index in new.initContainers.indices {
            new.initContainers[index].image = old.initContainers[index].image
        }
        new.activeDeadlineSeconds = old.activeDeadlineSeconds
        new.tolerations = old.tolerations
        new.schedulingGates = old.schedulingGates
        if old.nodeName.isEmpty { new.nodeName = "" }
        if let seconds = old.terminationGracePeriodSeconds, seconds < 0,
            new.terminationGracePeriodSeconds == 1
        {
            new.terminationGracePeriodSeconds = seconds
        }
        if new == old { return [] }
        var changed: [String] = []
        collectChanges(new.json, old.json, path: "spec", into: &changed)
        return [
            .forbidden(
                "spec",
                "pod updates may not change fields other than `spec.containers[*].image`,"
                    + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
                    + "`spec.tolerations` (only additions to existing tolerations),"
                    + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was "
                    + "previously negative); changed: \(changed.joined(separator: ", "))")
        ]
    }

    private static func collectChanges(
        _ new: JSONValue, _ old: JSONValue, path: String, into changed: inout [String]
    ) {
        switch (new, old) {
        case (.object(let new), .object(let old)):
            for key in Set(new.keys).union(old.keys).sorted() {
                collectChanges(
                    new[key] ?? .null, old[key] ?? .null, path: "\(path).\(key)", into: &changed)
            }
        case (.array(let new), .array(let old)) where new.count == old.count:
            for (index, pair) in zip(new, old).enumerated() {
                collectChanges(pair.0, pair.1, path: "\(path)[\(index)]", into: &changed)
            }
        default:
            if new != old { changed.append(path) }
        }
    }
}
