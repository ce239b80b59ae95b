import ContainerRuntime
import ImageStore
import KubernetesAPI
import LinuxSystem

/// Removes what a Pod has on this machine. Safe to repeat.
struct PodCleaner: Sendable {
    let services: KubeletServices
    /// Is told what is being removed.
    var progress: RemovalProgress?

    /// Sandboxes, containers, root file systems, volumes, files and logs.
    func clean(_ metadata: ObjectMeta) async throws {
        progress?.begin(.sandbox)
        for sandbox in await services.runtime.podSandboxes(owner: .kubelet)
        where sandbox.configuration.metadata.uid == metadata.uid {
            try await removeSandbox(sandbox.id)
        }
        let volumes = PodVolumes(directory: services.directory(of: metadata.uid))
        let logs = services.configuration.podLogDirectory(
            namespace: metadata.namespace, name: metadata.name, uid: metadata.uid)
        progress?.begin(.files)
        try await foreignCall { try volumes.removeAll() }
        let links = services.configuration.logLinks
        try await blockingCall {
            links?.removeAll(of: logs)
            try DirectoryTree.remove(logs)
        }
        try await ImageVolumes.remove(of: metadata.uid, from: services.images)
    }

    /// A sandbox with its containers and their root file systems. The network is taken down beside
    /// them: its plugins take as long as all the rest.
    func removeSandbox(_ id: String) async throws {
        let containers = await services.runtime.containers(sandboxID: id)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.runtime.stopPodSandbox(id: id) }
            for container in containers {
                group.addTask {
                    try await services.runtime.removeContainer(id: container.id)
                    try await services.images.removeRootFileSystem(containerID: container.id)
                }
            }
            try await group.waitForAll()
        }
        try await services.runtime.removePodSandbox(id: id)
    }
}
