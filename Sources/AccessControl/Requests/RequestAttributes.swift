/// What somebody wants to do, in the words that rules are written in.
public struct RequestAttributes: Sendable, Hashable {
    /// What a request is about.
    public enum Target: Sendable, Hashable {
        case resource(ResourceAttributes)
        /// A path that is no resource: `/version`.
        case path(String)
    }

    /// Of a resource `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`,
    /// `deletecollection` or one with a meaning of its own; of a path the method in lower case.
    public var verb: String
    public var target: Target

    public init(verb: String, target: Target) {
        self.verb = verb
        self.target = target
    }

    public init(verb: String, resource: ResourceAttributes) {
        self.init(verb: verb, target: .resource(resource))
    }

    /// Nil for a path.
    public var resource: ResourceAttributes? {
        guard case .resource(let resource) = target else { return nil }
        return resource
    }
}

/// A resource as rules name it.
public struct ResourceAttributes: Sendable, Hashable {
    /// Empty for the core group.
    public var group: String
    public var version: String
    /// Plural: `pods`.
    public var resource: String
    /// Empty for the object itself.
    public var subresource: String
    /// Empty for objects without one, and for all namespaces.
    public var namespace: String
    /// Empty for the collection.
    public var name: String

    public init(
        group: String = "", version: String = "", resource: String, subresource: String = "",
        namespace: String = "", name: String = ""
    ) {
        self.group = group
        self.version = version
        self.resource = resource
        self.subresource = subresource
        self.namespace = namespace
        self.name = name
    }

    /// `pods`, `pods/log`
    public var combinedResource: String {
        subresource.isEmpty ? resource : "\(resource)/\(subresource)"
    }

    /// `pods`, `leases.coordination.k8s.io`
    public var qualifiedResource: String {
        group.isEmpty ? resource : "\(resource).\(group)"
    }
}
