import Glibc
import KubernetesAPI

/// What a node has, and what Pods may have of it (kubelet: `GetNodeAllocatableAbsolute`).
struct NodeResources {
    var capacity: [String: Quantity]
    var allocatable: [String: Quantity]

    init(_ configuration: KubeletConfiguration) {
        self.init(
            configuration, fileSystem: FileSystemUsage(path: configuration.root)?.capacity ?? 0)
    }

    /// - Parameter fileSystem: bytes of the file system that has the Pods' files.
    init(_ configuration: KubeletConfiguration, fileSystem: UInt64) {
        let machine = configuration.machine
        var capacity = machine.hugePages.mapValues { Quantity(value: $0, format: .binarySI) }
        capacity["cpu"] = Quantity(value: Int64(machine.cpuCount))
        capacity["memory"] = Quantity(value: machine.memory / 1024 * 1024, format: .binarySI)
        capacity["pods"] = Quantity(value: Int64(configuration.node.maximumPods))
        capacity["ephemeral-storage"] = Quantity(
            value: Int64(clamping: fileSystem / 1024 * 1024), format: .binarySI)
        self.capacity = capacity

        let node = configuration.node
        let reserved = node.kubeReserved.merging(node.systemReserved, uniquingKeysWith: +)
            .merging(node.eviction.reserved(of: capacity), uniquingKeysWith: +)
        allocatable = capacity
        for (name, amount) in reserved {
            guard let all = capacity[name] else { continue }
            allocatable[name] = max(all - amount, Quantity(value: 0, format: all.format))
        }
        // Huge pages are memory that nobody else can have.
        for (name, amount) in machine.hugePages where name.hasPrefix("hugepages-") {
            allocatable["memory"]! -= Quantity(value: amount, format: .binarySI)
        }
    }
}
