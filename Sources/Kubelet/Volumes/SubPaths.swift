import Glibc
import KubernetesAPI
import LinuxSystem

/// The parts of volumes that containers mount (`subPath`).
///
/// Who can write to a volume can put a symbolic link into it at any moment. So the path is resolved
/// by the kernel with the volume as its root, and what was found is held by a bind mount in the
/// Pod's directory, which the container is then given. Every call blocks.
struct SubPaths {
    let pod: Pod
    let volumes: PodVolumes

    /// open(2)'s O_PATH, which the Glibc module does not have.
    private static let pathOnly: Int32 = 0o10000000

    /// - Parameter variables: the container's, for `subPathExpr`.
    /// - Returns: where they are on the host, by the place of the mount in the container.
    /// - Throws: `ContainerConfigurationError`, `SystemError`.
    func prepare(
        _ container: KubernetesAPI.Container, attempt: Int, variables: [String: String]
    ) throws -> [Int: String] {
        let folder = volumes.directory.subPaths(container: container.name)
        // Those of attempts before: their containers have what they need.
        try Self.remove(folder)
        var paths: [Int: String] = [:]
        for (index, mount) in container.volumeMounts.enumerated() {
            let subPath = try Self.subPath(of: mount, variables)
            guard !subPath.isEmpty else { continue }
            guard let volume = pod.spec.volumes.first(where: { $0.name == mount.name }) else {
                throw ContainerConfigurationError.unknownVolume(
                    name: mount.name, container: container.name)
            }
            let target = "\(folder)/\(attempt)-\(index)"
            do {
                try hold(subPath, of: volumes.hostPath(of: volume), at: target)
            } catch {
                throw ContainerConfigurationError.unusableSubPath(
                    volume: mount.name, container: container.name,
                    cause: String(describing: error))
            }
            paths[index] = target
        }
        return paths
    }

    /// Takes back what a container or its attempts had; fine where there is nothing.
    static func remove(_ folder: String) throws {
        for name in DirectoryTree.names(in: folder) {
            // A file can be a mount point as well; unmounting what is none is fine.
            try Mount.unmount("\(folder)/\(name)")
        }
        try DirectoryTree.remove(folder)
    }

    /// The path in the volume; empty for the whole volume.
    ///
    /// - Throws: `ContainerConfigurationError`.
    static func subPath(
        of mount: VolumeMount, _ variables: [String: String]
    ) throws(ContainerConfigurationError) -> String {
        var path = mount.subPath
        if !mount.subPathExpr.isEmpty {
            // An empty value would make another folder of it, the whole volume at worst.
            var missing: Set<String> = []
            path = VariableExpansion.expand(mount.subPathExpr) { name in
                if variables[name, default: ""].isEmpty { missing.insert(name) }
                return variables[name]
            }
            if !missing.isEmpty { throw .missingSubPathValues(names: missing.sorted()) }
        }
        if path.hasPrefix("/") { throw .absoluteSubPath(path) }
        if path.split(separator: "/").contains("..") {
            throw .unsafeSubPath(path: path, cause: "must not contain '..'")
        }
        return path
    }

    private func hold(_ subPath: String, of volume: String, at target: String) throws {
        let root = try RootedDirectory(path: volume)
        try makeIfMissing(subPath, root, volume)
        try root.withFile(subPath, flags: Self.pathOnly) { file in
            var status = stat()
            guard fstat(file, &status) == 0 else { throw SystemError("stat", subPath) }
            if status.st_mode & S_IFMT == S_IFDIR {
                try PodDirectory.make(target)
            } else {
                try PodDirectory.make(
                    String(target[..<(target.lastIndex(of: "/") ?? target.endIndex)]))
                try PodDirectory.write("", to: target)
            }
            try Mount.mount("/proc/self/fd/\(file)", on: target, flags: [.bind, .recursive])
        }
    }

    /// What is missing becomes a folder with the volume's permissions, as the kubelet does it.
    private func makeIfMissing(
        _ subPath: String, _ root: RootedDirectory, _ volume: String
    ) throws {
        do {
            try root.withFile(subPath, flags: Self.pathOnly) { _ in }
        } catch let error as SystemError where error.code == ENOENT {
            var status = stat()
            guard stat(volume, &status) == 0 else { throw SystemError("stat", volume) }
            try root.createDirectories(subPath, mode: status.st_mode & 0o7777)
        }
    }
}
