import JSON

/// One rule of a role: what it allows to do with what.
public struct PolicyRule: Sendable, Hashable {
    public var verbs: [String]
    public var apiGroups: [String]
    /// `pods`, `pods/log`, `*/scale`, `*`
    public var resources: [String]
    /// Empty for all names.
    public var resourceNames: [String]
    /// `/healthz`, `/healthz/*`
    public var nonResourceURLs: [String]

    public init(
        verbs: [String], apiGroups: [String] = [], resources: [String] = [],
        resourceNames: [String] = [], nonResourceURLs: [String] = []
    ) {
        self.verbs = verbs
        self.apiGroups = apiGroups
        self.resources = resources
        self.resourceNames = resourceNames
        self.nonResourceURLs = nonResourceURLs
    }

    /// A missing member is empty, and so matches nothing (resource names: everything).
    public init(json: JSONValue) {
        func list(_ member: String) -> [String] {
            json[member]?.arrayValue?.compactMap(\.stringValue) ?? []
        }
        self.init(
            verbs: list("verbs"), apiGroups: list("apiGroups"), resources: list("resources"),
            resourceNames: list("resourceNames"), nonResourceURLs: list("nonResourceURLs"))
    }

    /// Empty members are left out, except for the verbs.
    public var json: JSONValue {
        func array(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
        var json: JSONValue = ["verbs": array(verbs)]
        if !apiGroups.isEmpty { json["apiGroups"] = array(apiGroups) }
        if !resources.isEmpty { json["resources"] = array(resources) }
        if !resourceNames.isEmpty { json["resourceNames"] = array(resourceNames) }
        if !nonResourceURLs.isEmpty { json["nonResourceURLs"] = array(nonResourceURLs) }
        return json
    }
}

extension PolicyRule {
    /// Whether the rule allows it.
    public func allows(_ request: RequestAttributes) -> Bool {
        guard verbs.contains("*") || verbs.contains(request.verb) else { return false }
        switch request.target {
        case .path(let path): return matches(path: path)
        case .resource(let resource):
            return (apiGroups.contains("*") || apiGroups.contains(resource.group))
                && matches(resource)
                && (resourceNames.isEmpty || resourceNames.contains(resource.name))
        }
    }

    private func matches(_ requested: ResourceAttributes) -> Bool {
        resources.contains { resource in
            resource == "*" || resource == requested.combinedResource
                || !requested.subresource.isEmpty && resource == "*/\(requested.subresource)"
        }
    }

    private func matches(path: String) -> Bool {
        nonResourceURLs.contains { Self.url($0, covers: path) }
    }

    /// Whether a URL with perhaps a `*` at its end stands for a path.
    static func url(_ pattern: String, covers path: String) -> Bool {
        if pattern == "*" || pattern == path { return true }
        guard pattern.hasSuffix("*") else { return false }
        var prefix = Substring(pattern)
        while prefix.last == "*" { prefix = prefix.dropLast() }
        return path.hasPrefix(prefix)
    }
}
