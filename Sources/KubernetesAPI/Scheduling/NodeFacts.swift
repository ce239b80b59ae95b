import JSON

/// What decides about a Pod's place on a node.
public struct NodeFacts: Sendable, Hashable {
    public var name: String
    public var labels: [String: String]
    /// Cordoned.
    public var isUnschedulable: Bool
    public var taints: [Taint]
    public var allocatable: [String: Quantity]

    public init(
        name: String, labels: [String: String] = [:], isUnschedulable: Bool = false,
        taints: [Taint] = [], allocatable: [String: Quantity] = [:]
    ) {
        self.name = name
        self.labels = labels
        self.isUnschedulable = isUnschedulable
        self.taints = taints
        self.allocatable = allocatable
    }

    public init(_ node: Node) {
        self.init(
            name: node.metadata.name, labels: node.metadata.labels,
            isUnschedulable: node.spec.unschedulable, taints: node.spec.taints,
            allocatable: node.status.allocatable)
    }

    /// - Parameter node: a Node object.
    public init(json node: JSONValue) {
        self.init(Node(json: node))
    }
}
