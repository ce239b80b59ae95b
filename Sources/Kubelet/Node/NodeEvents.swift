import KubernetesAPI

/// What is told of a node when it comes up and when its state changes (kubelet: `setNodeStatus` and
/// `recordNodeStatusEvent`).
enum NodeEvents {
    struct Entry: Sendable, Hashable {
        /// `Normal` or `Warning`.
        var type = "Normal"
        var reason: String
        var message: String
    }

    /// - Parameters:
    ///   - old: the node as it was registered before; nil where it is new.
    ///   - isStart: whether the kubelet has not written it before.
    static func between(_ old: Node?, _ new: Node, isStart: Bool) -> [Entry] {
        var entries: [Entry] = []
        if isStart {
            entries.append(Entry(reason: "Starting", message: "Starting kubelet."))
            let now = new.status.nodeInfo.bootID
            if let boot = old?.status.nodeInfo.bootID, !boot.isEmpty, boot != now {
                entries.append(
                    Entry(
                        type: "Warning", reason: "Rebooted",
                        message: "Node \(new.metadata.name) has been rebooted, boot id: \(now)"))
            }
        }
        for condition in new.status.conditions {
            let before = old?.status.conditions.first { $0.type == condition.type }
            let isReady = condition.type.rawValue == "Ready"
            guard before?.status != condition.status || isStart && !isReady,
                let reason = reason(condition)
            else { continue }
            entries.append(status(reason, of: new))
        }
        return entries
    }

    /// What is told when a node is cordoned or taken back.
    static func schedulable(_ node: Node) -> Entry {
        status(node.spec.unschedulable ? "NodeNotSchedulable" : "NodeSchedulable", of: node)
    }

    private static func status(_ reason: String, of node: Node) -> Entry {
        Entry(reason: reason, message: "Node \(node.metadata.name) status is now: \(reason)")
    }

    private static func reason(_ condition: NodeCondition) -> String? {
        let isTrue = condition.status.rawValue == "True"
        return switch condition.type.rawValue {
        case "MemoryPressure":
            isTrue ? "NodeHasInsufficientMemory" : "NodeHasSufficientMemory"
        case "DiskPressure": isTrue ? "NodeHasDiskPressure" : "NodeHasNoDiskPressure"
        case "PIDPressure": isTrue ? "NodeHasInsufficientPID" : "NodeHasSufficientPID"
        case "Ready": isTrue ? "NodeReady" : "NodeNotReady"
        default: nil
        }
    }
}
