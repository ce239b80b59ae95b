import JSON

/// Fields of Pods whose feature gates are off in Kubernetes 1.37 unless somebody turns them on, and
/// which are not carried out here. kube-apiserver takes them out of what it is sent
/// (`dropDisabledFields` in pkg/api/pod/util.go), so that no object says what is not so; here whoever
/// sent them is told as well.
public enum DisabledFields {
    /// A field of a Pod's spec.
    public struct Field: Sendable, Hashable {
        public var name: String
        /// The gate that a cluster would have to turn on.
        public var gate: String
        /// What is so without it.
        var consequence: String
    }

    public static let all = [
        Field(
            name: "evictionResponders", gate: "EvictionRequestAPI",
            consequence: "nobody is asked before the Pod is evicted"),
        Field(
            name: "schedulingGroup", gate: "GenericWorkload",
            consequence: "Pods get their places one by one, not as a group"),
    ]

    /// Takes the fields out of a spec, but those that the stored one has: they came with an earlier
    /// version, and taking them out would be a change that nobody asked for.
    ///
    /// - Parameters:
    ///   - path: of the spec, for example `spec`.
    ///   - old: the spec as it is stored; nil for a new one.
    /// - Returns: a warning for each field that was taken out.
    public static func drop(
        from spec: inout JSONValue, at path: String, old: JSONValue? = nil
    ) -> [String] {
        all.compactMap { field in
            guard let value = spec[field.name], value != .null, old?[field.name] == nil else {
                return nil
            }
            spec[field.name] = nil
            return
                "\(path).\(field.name): dropped, since the feature gate \(field.gate) is off, as "
                + "it is by default in Kubernetes 1.37; \(field.consequence)"
        }
    }
}
