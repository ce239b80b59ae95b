/// A kind of object as the REST API names it.
public struct ResourceType: Sendable, Hashable {
    /// Empty for the core group.
    public var group: String
    public var version: String
    public var kind: String
    /// Lower case, as in paths: `pods`.
    public var plural: String
    public var singular: String
    public var shortNames: [String]
    public var namespaced: Bool

    public init(
        group: String = "", version: String = "v1", kind: String, plural: String, singular: String,
        shortNames: [String] = [], namespaced: Bool = true
    ) {
        self.group = group
        self.version = version
        self.kind = kind
        self.plural = plural
        self.singular = singular
        self.shortNames = shortNames
        self.namespaced = namespaced
    }

    /// `v1`, `apps/v1`
    public var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }
    /// `pods`, `deployments.apps`
    public var qualifiedName: String { group.isEmpty ? plural : "\(plural).\(group)" }
}
