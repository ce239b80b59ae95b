import ContainerRuntime
import KubernetesAPI
import Logging

/// Keeps the cgroups above the Pods (kubelet: `qosContainerManager`): all Pods together have what
/// the node's reserved parts leave, those that burst weigh as much as they ask for together, and
/// those that ask for nothing have the rest.
struct QOSGroups: Sendable {
    let services: KubeletServices

    /// Works until the task is cancelled.
    func run() async {
        await set("", allPods(services.configuration))
        await set("besteffort", LinuxResources(cpuShares: CPUResources.shares(milliCPU: 0)))
        var known: Int64?
        await update(&known)
        for await _ in services.allocations.changes { await update(&known) }
    }

    private func update(_ known: inout Int64?) async {
        let request = services.allocations.requests(of: "cpu") { $0.qosClass == .burstable }
        guard request != known else { return }
        known = request
        await set("burstable", LinuxResources(cpuShares: CPUResources.shares(milliCPU: request)))
    }

    /// Memory that is only kept for evictions is not kept from Pods by force.
    func allPods(_ configuration: KubeletConfiguration) -> LinuxResources {
        var node = configuration.node
        node.eviction.hard = [:]
        var copy = configuration
        copy.node = node
        let resources = NodeResources(copy, fileSystem: 0)
        let isReserved = !(node.kubeReserved.isEmpty && node.systemReserved.isEmpty)
        return LinuxResources(
            cpuShares: CPUResources.shares(
                milliCPU: resources.allocatable["cpu"]?.milliValue ?? 0),
            memoryLimit: isReserved ? resources.allocatable["memory"]?.value : nil)
    }

    private func set(_ group: String, _ resources: LinuxResources) async {
        do {
            try await services.runtime.updateGroup(group, resources)
        } catch {
            services.logger.warning(
                "the limits of a group of Pods could not be set",
                metadata: ["group": "\(group)", "error": "\(error)"])
        }
    }
}
