import JSON

/// A part of a Pod's spec that clients write on its own, while the rest stays as it is.
public enum PodPart: String, Sendable, CaseIterable {
    /// Containers that join a running Pod, to look at it.
    case ephemeralContainers = "ephemeralcontainers"
    /// The resources of containers, and of the Pod.
    case resize

    /// Takes back all changes but those that a write of this part may make.
    public func restoreOthers(of pod: inout JSONValue, from old: JSONValue) {
        var spec = old["spec"] ?? [:]
        switch self {
        case .ephemeralContainers:
            spec["ephemeralContainers"] = pod.value(at: "spec", "ephemeralContainers")
        case .resize:
            // Where containers come or go or change their places, the validation says so.
            guard let resized = Self.resized(pod["spec"] ?? .null, old: spec) else { return }
            spec = resized
        }
        pod["spec"] = spec
        pod["status"] = old["status"]
        for member in ["labels", "annotations", "finalizers", "ownerReferences"] {
            pod.set(old.value(at: "metadata", member), at: "metadata", member)
        }
    }

    /// The old spec with the resources of the new one; nil where the containers are not the same.
    private static func resized(_ new: JSONValue, old: JSONValue) -> JSONValue? {
        var spec = old
        for list in ["containers", "initContainers"] {
            let before = old[list]?.arrayValue ?? []
            let after = new[list]?.arrayValue ?? []
            guard before.map({ $0["name"] }) == after.map({ $0["name"] }) else { return nil }
            guard !before.isEmpty else { continue }
            spec[list] = .array(
                zip(before, after).map { container, changed in
                    var container = container
                    container["resources"] = changed["resources"] ?? [:]
                    container["resizePolicy"] = changed["resizePolicy"]
                    return container
                })
        }
        spec["resources"] = new["resources"]
        return spec
    }
}
