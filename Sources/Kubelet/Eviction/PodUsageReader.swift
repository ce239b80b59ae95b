import ContainerRuntime
import ImageStore
import KubernetesAPI
import LinuxSystem

/// Looks at what Pods use. The disk is only walked where somebody asks, since that has its price.
struct PodUsageReader: Sendable {
    let services: KubeletServices

    func usage(of pod: Pod, disk: Bool) async -> PodUsage {
        let uid = pod.metadata.uid
        var usage = PodUsage(pod: pod)
        let sandboxes = await services.runtime.podSandboxes(owner: .kubelet)
        guard
            let sandbox = sandboxes.last(where: {
                $0.configuration.metadata.uid == uid && $0.state == .ready
            })
        else { return usage }
        let all = await services.runtime.podSandboxStats(id: sandbox.id)
        usage.memory = (all?.memoryWorkingSet).map { Int64(clamping: $0) }
        usage.tasks = Int64(clamping: all?.tasks ?? 0)
        for container in await services.runtime.containers(sandboxID: sandbox.id)
        where container.isRunning {
            let own = await services.runtime.stats(containerID: container.id)
            var found = PodUsage.Container(
                name: container.configuration.name,
                memory: (own?.memoryWorkingSet).map { Int64(clamping: $0) })
            if disk { await measure(container, sandbox, &found, &usage) }
            usage.containers.append(found)
        }
        if disk { await measureVolumes(&usage) }
        return usage
    }

    private func measure(
        _ container: RuntimeContainer, _ sandbox: PodSandbox, _ found: inout PodUsage.Container,
        _ usage: inout PodUsage
    ) async {
        let layer = await services.images.writableLayer(containerID: container.id)
        let logs = sandbox.configuration.logDirectory + "/" + container.configuration.name
        let (written, logged) =
            (try? await blockingCall {
                (layer.map { DiskUsage.of(folder: $0) } ?? DiskUsage(), DiskUsage.of(folder: logs))
            }) ?? (DiskUsage(), DiskUsage())
        found.disk = written.bytes + logged.bytes
        usage.inodes += written.inodes + logged.inodes
    }

    private func measureVolumes(_ usage: inout PodUsage) async {
        let directory = services.directory(of: usage.pod.metadata.uid)
        for volume in usage.pod.spec.volumes where volume.isLocalEphemeral {
            let path = directory.volume(volume.name, volume.kind)
            guard let found = try? await blockingCall({ DiskUsage.of(folder: path) }) else {
                continue
            }
            usage.volumes[volume.name] = found.bytes
            usage.inodes += found.inodes
        }
        usage.hostsFile = DiskUsage.size(ofFile: directory.hosts)
    }
}

extension Volume {
    /// Whether it takes room on the node's disk for as long as its Pod lives (kubelet:
    /// `IsLocalEphemeralVolume`). What is written of Secrets, the downward API and projections is
    /// in memory.
    var isLocalEphemeral: Bool {
        switch kind {
        case .emptyDirectory: emptyDir?.medium.rawValue.isEmpty ?? true
        case .configMap: true
        case .secret, .downwardAPI, .projected, .hostPath, .claim, .image, .unserved: false
        }
    }
}

extension PodSpec {
    /// Whether something of the Pod is limited on the disk.
    var hasDiskLimits: Bool {
        volumes.contains { $0.emptyDir?.sizeLimit.map { $0 > Quantity() } ?? false }
            || totalLimits["ephemeral-storage"] != nil
    }
}
