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

extension ResourceType {
    public static let pods = ResourceType(
        kind: "Pod", plural: "pods", singular: "pod", shortNames: ["po"])
    public static let namespaces = ResourceType(
        kind: "Namespace", plural: "namespaces", singular: "namespace", shortNames: ["ns"],
        namespaced: false)
    public static let events = ResourceType(
        kind: "Event", plural: "events", singular: "event", shortNames: ["ev"])
    public static let nodes = ResourceType(
        kind: "Node", plural: "nodes", singular: "node", shortNames: ["no"], namespaced: false)
    public static let configMaps = ResourceType(
        kind: "ConfigMap", plural: "configmaps", singular: "configmap", shortNames: ["cm"])
    public static let secrets = ResourceType(kind: "Secret", plural: "secrets", singular: "secret")
    public static let serviceAccounts = ResourceType(
        kind: "ServiceAccount", plural: "serviceaccounts", singular: "serviceaccount",
        shortNames: ["sa"])

    /// What the API server serves.
    public static let served: [ResourceType] = [.pods, .namespaces, .events, .nodes]
}
