import KubernetesAPI
import KubernetesClient
import Logging

/// Learns what others write about the node of this machine: labels, taints.
struct NodeFollower: Sendable {
    let services: KubeletServices
    let reporter: NodeReporter

    /// Works until the task is cancelled.
    func run() async {
        let name = services.configuration.nodeName
        var options = ListOptions()
        options.fieldSelector = "metadata.name=\(name)"
        let updates = services.client.updates(of: Node.self, options: options) { [services] error in
            services.logger.warning(
                "the Node of this machine cannot be watched, trying again",
                metadata: ["error": "\(error)"])
        }
        for await update in updates {
            switch update {
            case .synchronized(let nodes):
                if let node = nodes.first { learn(node) } else { reporter.nodeIsGone() }
            case .applied(let node): learn(node)
            case .deleted: reporter.nodeIsGone()
            }
        }
    }

    private func learn(_ node: Node) {
        services.allocations.nodeChanged(NodeFacts(node))
    }
}
