import ContainerRuntime
import KubernetesAPI
import LinuxSystem

/// What is mounted into a container: its volumes and the files that every Pod has.
struct ContainerMounts {
    let pod: Pod
    let volumes: PodVolumes
    /// Where the parts of volumes are that are mounted instead of the whole, by the place of the
    /// mount in the container.
    var subPaths: [Int: String] = [:]
    /// Whether the kernel can make all that is mounted below a mount read-only (Linux 5.12).
    var canMountRecursivelyReadOnly = Mount.canSetAttributes

    /// - Throws: `ContainerConfigurationError`.
    func mounts(
        for container: KubernetesAPI.Container, attempt: Int
    ) throws(ContainerConfigurationError) -> [ContainerMount] {
        var mounts: [ContainerMount] = []
        for (index, mount) in container.volumeMounts.enumerated() {
            guard let volume = pod.spec.volumes.first(where: { $0.name == mount.name }) else {
                throw .unknownVolume(name: mount.name, container: container.name)
            }
            mounts.append(
                ContainerMount(
                    hostPath: subPaths[index] ?? volumes.hostPath(of: volume),
                    containerPath: mount.mountPath,
                    readOnly: mount.readOnly || volume.kind.isReadOnly
                        || volume.persistentVolumeClaim?.readOnly ?? false,
                    isRecursivelyReadOnly: try isRecursivelyReadOnly(mount),
                    propagation: Self.propagation(mount),
                    options: volume.kind.mountOptions + mount.bindMountOptions,
                    keepsOwners: volume.kind == .image))
        }
        let taken = Set(mounts.map(\.containerPath))
        mounts += files(container, attempt).filter { !taken.contains($0.containerPath) }
        // A mount hides what was mounted below it before.
        return mounts.enumerated().sorted {
            (depth($0.element), $0.offset) < (depth($1.element), $1.offset)
        }.map(\.element)
    }

    /// All but `/etc/hosts` are read-only where the root file system is, as in Kubernetes.
    private func files(
        _ container: KubernetesAPI.Container, _ attempt: Int
    ) -> [ContainerMount] {
        let directory = volumes.directory
        let readOnly = container.securityContext?.readOnlyRootFilesystem ?? false
        var files = [
            ContainerMount(
                hostPath: directory.hosts, containerPath: "/etc/hosts"),
            ContainerMount(
                hostPath: directory.resolverConfiguration, containerPath: "/etc/resolv.conf",
                readOnly: readOnly),
            ContainerMount(
                hostPath: directory.hostname, containerPath: "/etc/hostname", readOnly: readOnly),
        ]
        if !container.terminationMessagePath.isEmpty {
            files.append(
                ContainerMount(
                    hostPath: directory.terminationFile(
                        container: container.name, attempt: attempt),
                    containerPath: container.terminationMessagePath))
        }
        return files
    }

    private func isRecursivelyReadOnly(
        _ mount: VolumeMount
    ) throws(ContainerConfigurationError) -> Bool {
        switch mount.recursiveReadOnly?.rawValue {
        case "Enabled":
            guard canMountRecursivelyReadOnly else {
                throw .notRecursivelyReadOnly(volume: mount.name)
            }
            return true
        case "IfPossible": return canMountRecursivelyReadOnly
        default: return false
        }
    }

    private func depth(_ mount: ContainerMount) -> Int {
        mount.containerPath.split(separator: "/").count
    }

    private static func propagation(_ mount: VolumeMount) -> ContainerMount.Propagation {
        switch mount.mountPropagation?.rawValue {
        case "HostToContainer": .hostToContainer
        case "Bidirectional": .bidirectional
        default: .private
        }
    }
}
