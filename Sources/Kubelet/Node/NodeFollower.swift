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
        var isCordoned = false
        for await update in updates {
            switch update {
            case .synchronized(let nodes):
                if let node = nodes.first {
                    learn(node, &isCordoned)
                } else {
                    reporter.nodeIsDue()
                }
            case .applied(let node): learn(node, &isCordoned)
            case .deleted: reporter.nodeIsDue()
            }
        }
    }

    private func learn(_ node: Node, _ isCordoned: inout Bool) {
        services.allocations.nodeChanged(NodeFacts(node))
        let (all, given) = (node.status.capacity, node.status.allocatable)
        if NodeObject.devices(all) != NodeObject.devices(given) { reporter.nodeIsDue() }
        guard node.spec.unschedulable != isCordoned else { return }
        isCordoned = node.spec.unschedulable
        let entry = NodeEvents.schedulable(node)
        services.nodeEvent(entry.type, entry.reason, entry.message)
    }
}
