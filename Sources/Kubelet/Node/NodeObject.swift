import KubernetesAPI

/// The Node object of this machine.
struct NodeObject {
    let configuration: KubeletConfiguration
    /// Nanoseconds since 1970.
    let now: Int64
    var pressure: Set<NodePressure> = []

    /// A node that is registered for the first time.
    func new() -> Node {
        var node = Node()
        node.metadata.name = configuration.nodeName
        node.metadata.labels = labels
        return node
    }

    /// The node as it is before the API server has seen it.
    static func first(_ configuration: KubeletConfiguration) -> Node {
        let object = NodeObject(configuration: configuration, now: 0)
        var node = object.new()
        node.status = object.status(previous: NodeStatus())
        return node
    }

    /// The status of the node; transition times of the previous one are kept.
    func status(previous: NodeStatus) -> NodeStatus {
        var status = previous
        let resources = NodeResources(configuration)
        // What somebody has listed of devices that the kubelet knows nothing of stays.
        let devices = Self.devices(previous.capacity)
        status.capacity = resources.capacity.merging(devices) { own, _ in own }
        status.allocatable = resources.allocatable.merging(devices) { own, _ in own }
        status.conditions = conditions(previous.conditions)
        status.addresses =
            configuration.hostIPs.map { address("InternalIP", $0) }
            + [address("Hostname", configuration.nodeName)]
        status.nodeInfo = nodeInfo
        return status
    }

    /// The resources with names such as `example.com/gpu`.
    static func devices(_ resources: [String: Quantity]) -> [String: Quantity] {
        resources.filter { ResourceNames.isExtended($0.key) }
    }

    var labels: [String: String] {
        [
            "kubernetes.io/hostname": configuration.nodeName, "kubernetes.io/os": "linux",
            "kubernetes.io/arch": configuration.machine.architecture,
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
        let pressures = NodePressure.allCases.map { kind in
            let isThere = pressure.contains(kind)
            let (reason, message) = kind.explanation(isThere: isThere)
            return (kind.rawValue, isThere ? "True" : "False", reason, message)
        }
        let ready = ("Ready", "True", "KubeletReady", "kubelet is posting ready status")
        return (pressures + [ready]).map { type, value, reason, message in
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
