import JSON
import KubernetesAPI

/// Nodes: the kubelet writes them.
struct NodeStrategy: ResourceStrategy {
    func prepareForCreate(_ node: inout JSONValue, now: Timestamp) {
        if node["spec"] == nil { node["spec"] = [:] }
    }

    func validate(_ node: JSONValue) throws {
        let errors = NameValidation.dns1123Subdomain(node.name).map {
            FieldError.invalid("metadata.name", .string(node.name), $0)
        }
        if let error = APIError.invalid(.nodes, name: node.name, errors) { throw error }
    }
}
