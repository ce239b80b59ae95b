import JSON
import KubernetesAPI

/// Nodes: the kubelet writes them.
struct NodeStrategy: ResourceStrategy {
    func prepareForCreate(_ node: inout JSONValue, now: Timestamp) {
        if node["spec"] == nil { node["spec"] = [:] }
    }

    func validate(_ node: JSONValue) throws {
        let errors = ObjectMetaValidation.validate(
            ObjectMeta(json: node["metadata"] ?? .null), namespaced: false)
        if let error = APIError.invalid(.nodes, name: node.name, errors) { throw error }
    }
}
