import KubernetesAPI

/// What a node can be short of, by the name of its condition.
public enum NodePressure: String, Sendable, CaseIterable {
    case memory = "MemoryPressure"
    case disk = "DiskPressure"
    case pid = "PIDPressure"

    /// Keeps new Pods away while it lasts.
    var taint: Taint {
        let key =
            switch self {
            case .memory: "memory-pressure"
            case .disk: "disk-pressure"
            case .pid: "pid-pressure"
            }
        return .with {
            $0.key = "node.kubernetes.io/" + key
            $0.effect = "NoSchedule"
        }
    }

    /// The reason and the message of the node's condition.
    func explanation(isThere: Bool) -> (reason: String, message: String) {
        switch (self, isThere) {
        case (.memory, true):
            ("KubeletHasInsufficientMemory", "kubelet has insufficient memory available")
        case (.memory, false):
            ("KubeletHasSufficientMemory", "kubelet has sufficient memory available")
        case (.disk, true): ("KubeletHasDiskPressure", "kubelet has disk pressure")
        case (.disk, false): ("KubeletHasNoDiskPressure", "kubelet has no disk pressure")
        case (.pid, true): ("KubeletHasInsufficientPID", "kubelet has insufficient PID available")
        case (.pid, false): ("KubeletHasSufficientPID", "kubelet has sufficient PID available")
        }
    }
}
