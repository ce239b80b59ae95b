/// What the API server does with one type.
public struct ServedResource: Sendable, Hashable {
    /// A further path below an object: `pods/log`.
    public struct Subresource: Sendable, Hashable {
        public var name: String
        /// In alphabetical order.
        public var verbs: [String]
        /// The kind that is sent and answered. Its group and version are those of the resource
        /// itself, except for `Eviction` and `TokenRequest`.
        public var group: String
        public var version: String
        public var kind: String

        /// `v1`, `policy/v1`
        public var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }
    }

    public var type: ResourceType
    /// Names that stand for several types: `kubectl get all`.
    public var categories: [String]
    /// In alphabetical order.
    public var verbs: [String]
    /// In alphabetical order.
    public var subresources: [Subresource]

    /// Whether objects are kept. Others, as reviews, are answered and forgotten.
    public var isStored: Bool { verbs.contains("watch") }
    /// Whether objects are made when they are asked for.
    public var isMeasured: Bool { verbs == Self.measuredVerbs }
    /// Whether `status` is written through a subresource of its own.
    public var hasStatus: Bool { subresource("status") != nil }

    public func subresource(_ name: String) -> Subresource? {
        subresources.first { $0.name == name }
    }
}

extension ServedResource {
    /// What can be done with objects that are kept.
    public static let storedVerbs = [
        "create", "delete", "deletecollection", "get", "list", "patch", "update", "watch",
    ]

    /// What can be done with objects that are made when they are asked for.
    static let measuredVerbs = ["get", "list"]

    /// The verbs of `status`.
    private static let partVerbs = ["get", "patch", "update"]

    init(
        _ type: ResourceType, categories: [String] = [], verbs: [String] = storedVerbs,
        subresources: [Subresource] = []
    ) {
        self.type = type
        self.categories = categories
        self.verbs = verbs
        self.subresources = subresources
    }

    static func answered(_ type: ResourceType) -> ServedResource {
        ServedResource(type, verbs: ["create"])
    }

    /// A subresource that is sent and answered as the object itself.
    static func part(
        _ name: String, of type: ResourceType, verbs: [String] = partVerbs
    ) -> Subresource {
        Subresource(
            name: name, verbs: verbs, group: type.group, version: type.version, kind: type.kind)
    }

    static func action(
        _ name: String, group: String = "", kind: String, verbs: [String] = ["create"]
    ) -> Subresource {
        Subresource(name: name, verbs: verbs, group: group, version: "v1", kind: kind)
    }
}
