import JSON

/// What the server derives from a new Pod's own words, once (pkg/registry/core/pod/strategy.go).
public enum PodPreparation {
    /// Completes a Pod with its defaults filled in.
    public static func apply(to pod: inout JSONValue) {
        let metadata = pod["metadata"] ?? .null
        pod.update("spec") { spec in
            applyLabelKeys(to: &spec, labels: metadata["labels"] ?? [:])
            applyAppArmor(to: &spec, annotations: metadata["annotations"] ?? [:])
        }
    }

    // MARK: - Label keys

    /// `matchLabelKeys` stand for the Pod's own labels: as expressions they mean the same to all who
    /// read selectors.
    private static func applyLabelKeys(to spec: inout JSONValue, labels: JSONValue) {
        spec.update("affinity") { affinity in
            for kind in ["podAffinity", "podAntiAffinity"] {
                affinity.update(kind) { affinity in
                    affinity.updateEach("requiredDuringSchedulingIgnoredDuringExecution") {
                        addExpressions(to: &$0, labels)
                    }
                    affinity.updateEach("preferredDuringSchedulingIgnoredDuringExecution") { term in
                        term.update("podAffinityTerm") { addExpressions(to: &$0, labels) }
                    }
                }
            }
        }
        spec.updateEach("topologySpreadConstraints") { addExpressions(to: &$0, labels) }
    }

    private static func addExpressions(to term: inout JSONValue, _ labels: JSONValue) {
        guard case .object? = term["labelSelector"] else { return }
        for (list, comparison) in [("matchLabelKeys", "In"), ("mismatchLabelKeys", "NotIn")] {
            for key in (term[list]?.arrayValue ?? []).compactMap(\.stringValue) {
                guard let value = labels[key] else { continue }
                let before = term.value(at: "labelSelector", "matchExpressions")?.arrayValue ?? []
                let expression: JSONValue = [
                    "key": .string(key), "operator": .string(comparison), "values": [value],
                ]
                term.set(.array(before + [expression]), at: "labelSelector", "matchExpressions")
            }
        }
    }

    // MARK: - AppArmor

    /// The annotation that named a container's profile before there was a field.
    private static func applyAppArmor(to spec: inout JSONValue, annotations: JSONValue) {
        if spec.value(at: "os", "name")?.stringValue == "windows" { return }
        let ofPod = spec.value(at: "securityContext", "appArmorProfile")
        for list in ["initContainers", "containers"] {
            spec.updateEach(list) { container in
                let name = container["name"]?.stringValue ?? ""
                guard container.value(at: "securityContext", "appArmorProfile") == nil,
                    let annotation = annotations[
                        PodAnnotationValidation.appArmorContainer + name]?.stringValue,
                    let profile = appArmorProfile(annotation), profile != ofPod
                else { return }
                container.set(profile, at: "securityContext", "appArmorProfile")
            }
        }
    }

    private static func appArmorProfile(_ annotation: String) -> JSONValue? {
        switch annotation {
        case "runtime/default": return ["type": "RuntimeDefault"]
        case "unconfined": return ["type": "Unconfined"]
        default:
            guard annotation.hasPrefix("localhost/") else { return nil }
            let file = String(annotation.dropFirst("localhost/".count))
            let profile: JSONValue = ["type": "Localhost", "localhostProfile": .string(file)]
            return SecurityValidation.appArmor(Field(profile)).isEmpty ? profile : nil
        }
    }
}
