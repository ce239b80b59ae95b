import JSON
import KubernetesAPI
import KubernetesClient

/// Makes the Node object of this machine, or brings the one that is there up to date.
struct NodeRegistration: Sendable {
    let configuration: KubeletConfiguration
    let client: any KubernetesClient
    let clock: any WallClock
    var pressure: Set<NodePressure> = []

    /// - Returns: the node as it was, where there was one, and as it is registered now.
    /// - Throws: `APIError`.
    @discardableResult
    func register() async throws -> (before: Node?, now: Node) {
        let object = NodeObject(
            configuration: configuration, now: clock.now(), pressure: pressure)
        var json = try await existing()
        let before = json.map { Node(json: $0) }
        if json == nil { json = try await create(object) }
        var node = Node(json: json ?? .null)
        node.status = object.status(previous: node.status)
        let registered = try await client.update(
            .nodes, namespace: nil, name: configuration.nodeName, subresource: "status",
            object: node.json, options: WriteOptions(fieldManager: "kubelet"))
        return (before, Node(json: registered))
    }

    private func existing() async throws -> JSONValue? {
        do {
            return try await client.get(.nodes, namespace: nil, name: configuration.nodeName)
        } catch let error as APIError where error.code == 404 {
            return nil
        }
    }

    private func create(_ object: NodeObject) async throws -> JSONValue {
        try await client.create(
            .nodes, namespace: nil, object: object.new().json,
            options: WriteOptions(fieldManager: "kubelet"))
    }
}
