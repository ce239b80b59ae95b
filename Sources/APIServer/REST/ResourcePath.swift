import KubernetesAPI

/// What a URL below `/api/v1` names.
struct ResourcePath: Hashable {
    var type: ResourceType
    /// Nil for types without one, and for all namespaces.
    var namespace: String?
    /// Nil for the collection.
    var name: String?
    var subresource: String?

    /// Nil where no such thing is served.
    ///
    /// - Parameter segments: what follows `/api/v1/`.
    init?(segments: ArraySlice<String>) {
        var rest = segments
        var namespace: String?
        if rest.count >= 3, rest.first == ResourceType.namespaces.plural,
            let type = Self.type(rest[rest.startIndex + 2]), type.namespaced
        {
            namespace = rest[rest.startIndex + 1]
            rest = rest.dropFirst(2)
        }
        guard let type = rest.first.flatMap(Self.type), rest.count <= 3 else { return nil }
        let names = Array(rest.dropFirst())
        guard !type.namespaced || namespace != nil || names.isEmpty else { return nil }
        self.type = type
        self.namespace = namespace
        name = names.first
        subresource = names.count > 1 ? names[1] : nil
    }

    private static func type(_ plural: String) -> ResourceType? {
        ResourceType.served.first { $0.group.isEmpty && $0.plural == plural }
    }
}
