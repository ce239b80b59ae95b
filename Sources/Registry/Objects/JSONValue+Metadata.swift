import JSON
import KubernetesAPI

/// Members of an object's metadata that the registry looks at.
extension JSONValue {
    func metadata(_ key: String) -> JSONValue? { value(at: "metadata", key) }

    var name: String { metadata("name")?.stringValue ?? "" }
    var namespace: String { metadata("namespace")?.stringValue ?? "" }
    var uid: String { metadata("uid")?.stringValue ?? "" }
    var resourceVersion: String { metadata("resourceVersion")?.stringValue ?? "" }
    var generation: Int64 { metadata("generation")?.integerValue ?? 0 }
    var deletionGracePeriodSeconds: Int64? { metadata("deletionGracePeriodSeconds")?.integerValue }
    var isBeingDeleted: Bool { metadata("deletionTimestamp")?.stringValue != nil }
    var finalizers: [String] { metadata("finalizers")?.arrayValue?.compactMap(\.stringValue) ?? [] }

    func timestamp(_ key: String) -> Timestamp? {
        metadata(key)?.stringValue.flatMap(Timestamp.init)
    }
}
