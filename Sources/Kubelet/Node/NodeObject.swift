import KubernetesAPI

/// The Node object of this machine.
struct NodeObject {
    let configuration: KubeletConfiguration
    /// Nanoseconds since 1970.
    let now: Int64

    /// A node that is registered for the first time.
    func new() -> Node {
        var node = Node()
        node.metadata.name = configuration.nodeName
        node.metadata.labels = labels
        return node
    }

    /// The status of the node; transition times of the previous one are kept.
    func status(previous: NodeStatus) -> NodeStatus {
        var status = previous
        status.capacity = resources
        status.allocatable = resources
        status.conditions = conditions(previous.conditions)
        status.addresses =
            configuration.hostIPs.map { address("InternalIP", $0) }
            + [address("Hostname", configuration.nodeName)]
        status.nodeInfo = nodeInfo
        return status
    }

    var labels: [String: String] {
        [
            "kubernetes.io/hostname": configuration.nodeName, "kubernetes.io/os": "linux",
            "kubernetes.io/arch": configuration.machine.architecture,
        ]
    }

    private var resources: [String: Quantity] {
        [
            "cpu": Quantity(value: Int64(configuration.machine.cpuCount)),
            "memory": Quantity(
                value: configuration.machine.memory / 1024 * 1024, format: .binarySI),
            "pods": Quantity(value: 1000),
        ]
    }

    private var nodeInfo: NodeSystemInfo {
        let machine = configuration.machine
        return .with {
            $0.machineID = machine.machineID
            $0.systemUUID = machine.systemUUID
            $0.bootID = machine.bootID
            $0.kernelVersion = machine.kernelVersion
            $0.osImage = machine.operatingSystemImage
            $0.containerRuntimeVersion = "swiftlet://\(configuration.version)"
            $0.kubeletVersion = "v1.37.0+swiftlet-\(configuration.version)"
            $0.operatingSystem = "linux"
            $0.architecture = machine.architecture
        }
    }

    private func conditions(_ previous: [NodeCondition]) -> [NodeCondition] {
        [
            (
                "MemoryPressure", "False", "KubeletHasSufficientMemory",
                "kubelet has sufficient memory available"
            ),
            ("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
            (
                "PIDPressure", "False", "KubeletHasSufficientPID",
                "kubelet has sufficient PID available"
            ),
            ("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
        ].map { type, value, reason, message in
            let old = previous.first { $0.type.rawValue == type && $0.status.rawValue == value }
            let time = Timestamp(nanosecondsSince1970: now).truncatedToSeconds
            return NodeCondition.with {
                $0.type = NodeConditionType(rawValue: type)
                $0.status = ConditionStatus(rawValue: value)
                $0.reason = reason
                $0.message = message
                $0.lastHeartbeatTime = time
                $0.lastTransitionTime = old?.lastTransitionTime ?? time
            }
        }
    }

    private func address(_ type: String, _ address: String) -> NodeAddress {
        .with {
            $0.type = NodeAddressType(rawValue: type)
            $0.address = address
        }
    }
}
