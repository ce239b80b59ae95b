import JSON

extension TablePrinter {
    static let nodes = TablePrinter(
        columns: [
            name,
            ResourceTable.Column("Status", "Whether Pods can run on the node."),
            ResourceTable.Column("Roles", "What the node's labels say it is for."),
            age,
            ResourceTable.Column("Version", "Version of the node's kubelet."),
            ResourceTable.Column("Internal-IP", wide: true, "Address within the cluster."),
            ResourceTable.Column("External-IP", wide: true, "Address for the world outside."),
            ResourceTable.Column("OS-Image", wide: true, "Operating system."),
            ResourceTable.Column("Kernel-Version", wide: true, "Kernel."),
            ResourceTable.Column("Container-Runtime", wide: true, "Container runtime."),
        ],
        row: { object, now in nodeRow(Node(json: object), now) })

    private static func nodeRow(_ node: Node, _ now: Timestamp) -> ResourceTable.Row {
        let info = node.status.nodeInfo
        let cells = [
            node.metadata.name, status(of: node), roles(of: node),
            HumanDuration.since(node.metadata.creationTimestamp, now: now), info.kubeletVersion,
            address(.internalIP, of: node), address(.externalIP, of: node),
            orUnknown(info.osImage), orUnknown(info.kernelVersion),
            orUnknown(info.containerRuntimeVersion),
        ]
        return ResourceTable.Row(cells: cells.map(JSONValue.string))
    }

    private static func status(of node: Node) -> String {
        let ready = node.status.conditions.first { $0.type == .ready }
        var words = [ready.map { $0.status == .true ? "Ready" : "NotReady" } ?? "Unknown"]
        if node.spec.unschedulable { words.append("SchedulingDisabled") }
        return words.joined(separator: ",")
    }

    private static func roles(of node: Node) -> String {
        let prefix = "node-role.kubernetes.io/"
        let roles = node.metadata.labels.compactMap { key, value in
            if key.hasPrefix(prefix), key.count > prefix.count {
                return String(key.dropFirst(prefix.count))
            }
            return key == "kubernetes.io/role" && !value.isEmpty ? value : nil
        }
        return orNone(Set(roles).sorted().joined(separator: ","))
    }

    private static func address(_ type: NodeAddressType, of node: Node) -> String {
        orNone(node.status.addresses.first { $0.type == type }?.address ?? "")
    }

    private static func orUnknown(_ text: String) -> String { text.isEmpty ? "<unknown>" : text }
}
