import KubernetesAPI

/// A node in detail.
struct NodeDescription {
    private let node: Node
    private let lease: Lease?
    private let events: [Event]?
    private let now: Timestamp

    init(_ node: Node, lease: Lease? = nil, events: [Event]?, now: Timestamp) {
        self.node = node
        self.lease = lease
        self.events = events
        self.now = now
    }

    var text: String {
        var text = DescriptionText()
        addIdentity(to: &text)
        addConditions(to: &text)
        text.line("Addresses:")
        for address in node.status.addresses {
            text.field(address.type.rawValue, address.address, level: 1)
        }
        addResources("Capacity", node.status.capacity, to: &text)
        addResources("Allocatable", node.status.allocatable, to: &text)
        addSystem(to: &text)
        text.optional("PodCIDR", node.spec.podCIDR)
        if let events { EventsDescription.add(events, now: now, to: &text) }
        return text.aligned
    }

    private func addIdentity(to text: inout DescriptionText) {
        let rolePrefix = "node-role.kubernetes.io/"
        let roles = node.metadata.labels.keys.filter { $0.hasPrefix(rolePrefix) }
            .map { String($0.dropFirst(rolePrefix.count)) }.sorted()
        text.field("Name", node.metadata.name)
        text.field("Roles", roles.isEmpty ? "<none>" : roles.joined(separator: ","))
        text.labels("Labels", node.metadata.labels)
        text.annotations(node.metadata.annotations)
        text.field("CreationTimestamp", DescriptionText.date(node.metadata.creationTimestamp))
        text.multiline(
            "Taints",
            node.spec.taints.map {
                $0.value.isEmpty
                    ? "\($0.key):\($0.effect.rawValue)"
                    : "\($0.key)=\($0.value):\($0.effect.rawValue)"
            })
        text.field("Unschedulable", node.spec.unschedulable ? "true" : "false")
        if let lease { addLease(lease.spec, to: &text) }
    }

    private func addLease(_ lease: LeaseSpec, to text: inout DescriptionText) {
        text.line("Lease:")
        text.field("HolderIdentity", lease.holderIdentity ?? "<unset>", level: 1)
        text.field("AcquireTime", DescriptionText.date(lease.acquireTime), level: 1)
        text.field("RenewTime", DescriptionText.date(lease.renewTime), level: 1)
    }

    private func addConditions(to text: inout DescriptionText) {
        guard !node.status.conditions.isEmpty else { return }
        text.line("Conditions:")
        text.line("Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage", level: 1)
        text.line("----\t------\t-----------------\t------------------\t------\t-------", level: 1)
        for condition in node.status.conditions {
            let heartbeat = DescriptionText.date(condition.lastHeartbeatTime)
            let transition = DescriptionText.date(condition.lastTransitionTime)
            text.line(
                "\(condition.type.rawValue) \t\(condition.status.rawValue) \t\(heartbeat) \t"
                    + "\(transition) \t\(condition.reason) \t\(condition.message)", level: 1)
        }
    }

    private func addResources(
        _ title: String, _ resources: [String: Quantity], to text: inout DescriptionText
    ) {
        guard !resources.isEmpty else { return }
        text.line("\(title):")
        for (name, quantity) in resources.sorted(by: { $0.key < $1.key }) {
            text.field(name, quantity.description, level: 1)
        }
    }

    private func addSystem(to text: inout DescriptionText) {
        let info = node.status.nodeInfo
        text.line("System Info:")
        text.field("Machine ID", info.machineID, level: 1)
        text.field("System UUID", info.systemUUID, level: 1)
        text.field("Boot ID", info.bootID, level: 1)
        text.field("Kernel Version", info.kernelVersion, level: 1)
        text.field("OS Image", info.osImage, level: 1)
        text.field("Operating System", info.operatingSystem, level: 1)
        text.field("Architecture", info.architecture, level: 1)
        text.field("Container Runtime Version", info.containerRuntimeVersion, level: 1)
        text.field("Kubelet Version", info.kubeletVersion, level: 1)
    }
}
