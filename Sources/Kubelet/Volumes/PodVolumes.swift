import Glibc
import KubernetesAPI
import LinuxSystem

/// Makes and removes the volumes of a Pod. Every call blocks, and is safe to repeat.
struct PodVolumes: Sendable {
    let directory: PodDirectory

    /// - Throws: `VolumeError`.
    func prepare(_ spec: PodSpec) throws {
        try PodDirectory.make(directory.path)
        for volume in spec.volumes {
            do {
                if let source = volume.emptyDir {
                    try prepareEmptyDirectory(volume.name, source, spec)
                } else if let source = volume.hostPath {
                    try HostPath.prepare(source, volume: volume.name)
                } else if !volume.isUnset {
                    throw VolumeError.unserved(volume: volume.name)
                } else {
                    try prepareEmptyDirectory(volume.name, EmptyDirVolumeSource(), spec)
                }
            } catch let error as SystemError {
                throw VolumeError.failed(volume: volume.name, cause: error.description)
            }
        }
    }

    /// Where a prepared volume is on the host.
    func hostPath(of volume: Volume) -> String {
        volume.hostPath?.path ?? directory.emptyDirectory(volume.name)
    }

    /// Unmounts and removes all volumes that live in the Pod's directory.
    func removeVolumes() throws {
        let parent = directory.volumes + "/kubernetes.io~empty-dir"
        for name in DirectoryTree.names(in: parent) {
            let path = "\(parent)/\(name)"
            if try Self.isMountPoint(path) { try Mount.unmount(path) }
        }
        try DirectoryTree.remove(directory.volumes)
    }

    /// Removes everything the Pod has in its directory.
    func removeAll() throws {
        try removeVolumes()
        try DirectoryTree.remove(directory.path)
    }

    private func prepareEmptyDirectory(
        _ name: String, _ source: EmptyDirVolumeSource, _ spec: PodSpec
    ) throws {
        let path = directory.emptyDirectory(name)
        try PodDirectory.make(path)
        if source.medium.rawValue == "Memory", try !Self.isMountPoint(path) {
            let limit = source.sizeLimit?.value ?? 0
            try Mount.mount(
                "tmpfs", on: path, type: "tmpfs", flags: [.noSetUserID, .noDevices],
                data: limit > 0 ? "size=\(limit),mode=0777" : "mode=0777")
        }
        var mode: mode_t = 0o777
        if let group = spec.securityContext?.fsGroup {
            guard chown(path, ~0, gid_t(truncatingIfNeeded: group)) == 0 else {
                throw SystemError("chown", path)
            }
            mode |= 0o2000
        }
        guard chmod(path, mode) == 0 else { throw SystemError("chmod", path) }
    }

    private static func isMountPoint(_ path: String) throws -> Bool {
        var own = stat()
        var parent = stat()
        guard lstat(path, &own) == 0, lstat(path + "/..", &parent) == 0 else {
            throw SystemError("stat", path)
        }
        return own.st_dev != parent.st_dev
    }
}

extension Volume {
    /// A volume that names no source is an emptyDir.
    var isUnset: Bool {
        var bare = Volume()
        bare.name = name
        return self == bare
    }
}
