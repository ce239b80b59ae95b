import KubernetesAPI

/// What a URL below `/api/v1` or `/apis/GROUP/VERSION` names.
struct ResourcePath: Hashable {
    var type: ResourceType
    /// Nil for types without one, and for all namespaces.
    var namespace: String?
    /// Nil for the collection.
    var name: String?
    var subresource: String?
    /// What follows a subresource that passes paths on, as a Node's `proxy`.
    var subpath: [String] = []

    /// Nil where no such thing is served.
    ///
    /// - Parameters:
    ///   - group: empty for the core group.
    ///   - segments: what follows the version.
    init?(group: String = "", version: String = "v1", segments: ArraySlice<String>) {
        func type(_ plural: String) -> ResourceType? {
            ResourceType.served(group: group, version: version, plural: plural)
        }
        var rest = segments
        var namespace: String?
        if rest.count >= 3, rest.first == ResourceType.namespaces.plural,
            let inside = type(rest[rest.startIndex + 2]), inside.namespaced
        {
            namespace = rest[rest.startIndex + 1]
            rest = rest.dropFirst(2)
        }
        guard let type = rest.first.flatMap(type) else { return nil }
        let names = Array(rest.dropFirst())
        guard names.count <= 2 || names[1] == "proxy" else { return nil }
        guard !type.namespaced || namespace != nil || names.isEmpty else { return nil }
        self.type = type
        self.namespace = namespace
        name = names.first
        subresource = names.count > 1 ? names[1] : nil
        subpath = Array(names.dropFirst(2))
    }
}
