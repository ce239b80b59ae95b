import JSON
import KubernetesAPI

/// Fills in and enforces what the LimitRanges of a namespace say (the admission plugin LimitRanger).
enum LimitRanger {
    private static let annotation = "kubernetes.io/limit-ranger"

    // MARK: - Defaults

    /// Gives the containers of a Pod the requests and limits that they leave out.
    static func applyDefaults(of limitRange: JSONValue, to pod: inout JSONValue) {
        var limits: JSONObject = [:]
        var requests: JSONObject = [:]
        for item in limitRange["spec"]?.elements("limits") ?? []
        where item.string("type") == "Container" {
            limits.merge(item.members("default")) { $1 }
            requests.merge(item.members("defaultRequest")) { $1 }
        }
        if limits.isEmpty, requests.isEmpty { return }
        var notes: [String] = []
        for (list, word) in [("containers", "container"), ("initContainers", "init container")] {
            guard let containers = pod.value(at: "spec", list)?.arrayValue else { continue }
            let filled = containers.map { container in
                var container = container
                for (kind, amounts) in [("requests", requests), ("limits", limits)] {
                    let added = add(amounts, kind, to: &container)
                    guard !added.isEmpty else { continue }
                    notes.append(
                        "\(added.joined(separator: ", ")) \(kind.dropLast()) for \(word) "
                            + container.string("name"))
                }
                return container
            }
            pod.set(.array(filled), at: "spec", list)
        }
        if notes.isEmpty { return }
        let note = "LimitRanger plugin set: " + notes.joined(separator: "; ")
        pod.set(.string(note), at: "metadata", "annotations", annotation)
    }

    /// - Returns: the names of what was missing.
    private static func add(
        _ amounts: JSONObject, _ kind: String, to container: inout JSONValue
    ) -> [String] {
        let missing = amounts.filter { container.value(at: "resources", kind, $0.key) == nil }
        for (name, amount) in missing { container.set(amount, at: "resources", kind, name) }
        return missing.keys.sorted()
    }

    // MARK: - Enforcement

    /// What a Pod or a PersistentVolumeClaim has too much or too little of.
    static func violations(_ object: JSONValue, _ limitRange: JSONValue) -> [String] {
        (limitRange["spec"]?.elements("limits") ?? []).flatMap { item -> [String] in
            switch (item.string("type"), object.string("kind")) {
            case ("Container", "Pod"):
                let spec = object["spec"] ?? .null
                return (spec.elements("containers") + spec.elements("initContainers")).flatMap {
                    LimitCheck(item, resources: $0["resources"] ?? .null).violations
                }
            case ("Pod", "Pod"):
                return LimitCheck(item, amounts: ResourceAmounts(pod: object, withOverhead: false))
                    .violations
            case ("PersistentVolumeClaim", "PersistentVolumeClaim"):
                let resources = object.value(at: "spec", "resources") ?? .null
                return LimitCheck(item, resources: resources).violationsOfClaim
            default: return []
            }
        }
    }

    /// - Throws: `APIError` 403.
    static func enforce(
        _ limitRanges: [JSONValue], on object: JSONValue, type: ResourceType
    ) throws {
        for limitRange in limitRanges {
            let problems = violations(object, limitRange)
            guard let first = problems.first else { continue }
            throw APIError.forbidden(
                type, name: object.name,
                problems.count == 1 ? first : "[\(problems.joined(separator: ", "))]")
        }
    }
}
