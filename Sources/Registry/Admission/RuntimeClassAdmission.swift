import JSON
import KubernetesAPI

/// Fills in what a Pod's RuntimeClass costs and needs (the admission plugin RuntimeClass).
enum RuntimeClassAdmission {
    /// - Throws: `APIError` 403 where the class is not there or the Pod contradicts it.
    static func apply(
        _ runtimeClass: JSONValue?, named name: String, to pod: inout JSONValue
    ) throws {
        guard let runtimeClass else {
            throw PodAdmission.refusal(pod, "pod rejected: RuntimeClass \"\(name)\" not found")
        }
        let fixed = runtimeClass["overhead"]?.members("podFixed") ?? [:]
        if fixed.isEmpty {
            try refuseOverhead(of: pod)
        } else {
            let overhead = runtimeClass["overhead"]?.quantities("podFixed")
            let given = pod["spec"]?.quantities("overhead") ?? [:]
            guard given.isEmpty || given == overhead else {
                throw PodAdmission.refusal(
                    pod,
                    "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead")
            }
            pod.set(.object(fixed), at: "spec", "overhead")
        }
        try applyScheduling(runtimeClass["scheduling"] ?? .null, to: &pod)
    }

    /// - Throws: `APIError` 403.
    static func refuseOverhead(of pod: JSONValue) throws {
        guard pod["spec"]?.members("overhead").isEmpty ?? true else {
            throw PodAdmission.refusal(
                pod,
                "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead"
            )
        }
    }

    private static func applyScheduling(_ scheduling: JSONValue, to pod: inout JSONValue) throws {
        for (key, value) in scheduling.members("nodeSelector").sorted(by: { $0.key < $1.key }) {
            if let given = pod.value(at: "spec", "nodeSelector", key), given != value {
                throw PodAdmission.refusal(
                    pod,
                    "conflict: runtimeClass.scheduling.nodeSelector[\(key)] = "
                        + "\(value.stringValue ?? ""); pod.spec.nodeSelector[\(key)] = "
                        + "\(given.stringValue ?? "")")
            }
            pod.set(value, at: "spec", "nodeSelector", key)
        }
        let present = pod["spec"]?.elements("tolerations") ?? []
        let added = scheduling.elements("tolerations").filter { !present.contains($0) }
        if !added.isEmpty { pod.set(.array(present + added), at: "spec", "tolerations") }
    }
}
