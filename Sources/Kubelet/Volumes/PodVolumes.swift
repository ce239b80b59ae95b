import Glibc
import KubernetesAPI
import LinuxSystem
import Synchronization

/// Makes and removes the volumes of a Pod. Every call blocks, and is safe to repeat.
struct PodVolumes: Sendable {
    let directory: PodDirectory
    /// Is told which volume is being made.
    var progress: VolumeProgress?
    /// Bytes that all Pods together may have.
    var nodeMemory = Int64.max

    /// Makes all volumes.
    ///
    /// - Returns: what is wrong with those that cannot be made.
    /// - Throws: `SystemError` where the Pod's folder cannot be made.
    func prepare(_ spec: PodSpec, _ contents: VolumeContents, now: Int64) throws -> [VolumeError] {
        try PodDirectory.make(directory.path)
        return failures(spec.volumes) { try prepare($0, spec, contents, now: now) }
    }

    /// Writes anew what the kubelet writes, and leaves all else alone.
    ///
    /// - Returns: what is wrong with those that cannot be written; they stay as they are.
    func update(_ spec: PodSpec, _ contents: VolumeContents, now: Int64) -> [VolumeError] {
        failures(spec.volumes.filter { $0.kind.isWrittenByKubelet }) {
            try write($0, spec, contents, now: now)
        }
    }

    /// Where a prepared volume is on the host.
    func hostPath(of volume: Volume) -> String {
        volume.hostPath?.path ?? directory.volume(volume.name, volume.kind)
    }

    /// Unmounts and removes all volumes that live in the Pod's directory.
    func removeVolumes() throws {
        try unmountAll()
        for container in DirectoryTree.names(in: directory.subPaths) {
            try SubPaths.remove(directory.subPaths(container: container))
        }
        try DirectoryTree.remove(directory.subPaths)
        try DirectoryTree.remove(directory.volumes)
    }

    /// Volumes that are mounts, and what containers mounted into volumes with mountPropagation
    /// `Bidirectional`: its content is not the Pod's to be removed.
    private func unmountAll() throws {
        guard let resolved = realpath(directory.volumes, nil) else { return }
        defer { free(resolved) }
        let prefix = String(cString: resolved) + "/"
        // The last ones first: they may lie in others.
        for mount in try MountTable.current().reversed() where mount.hasPrefix(prefix) {
            try Mount.unmount(mount)
        }
    }

    /// Removes everything the Pod has in its directory.
    func removeAll() throws {
        try removeVolumes()
        try DirectoryTree.remove(directory.path)
    }

    // MARK: - One volume

    private func failures(
        _ volumes: [Volume], _ work: (Volume) throws -> Void
    ) -> [VolumeError] {
        volumes.compactMap { volume in
            if progress?.begin(volume.name) == false { return nil }
            do {
                try work(volume)
                return nil
            } catch let error as VolumeError {
                return error
            } catch {
                return .failed(volume: volume.name, cause: String(describing: error))
            }
        }
    }

    private func prepare(
        _ volume: Volume, _ spec: PodSpec, _ contents: VolumeContents, now: Int64
    ) throws {
        switch volume.kind {
        case .emptyDirectory:
            let path = directory.volume(volume.name, .emptyDirectory)
            try EmptyDirectory(
                volume.emptyDir ?? EmptyDirVolumeSource(), of: spec, nodeMemory: nodeMemory
            ).make(at: path)
            if spec.shares(volume) { try share(path) }
        case .hostPath:
            if let source = volume.hostPath {
                try HostPath.prepare(source, volume: volume.name)
            }
        case .configMap, .secret, .downwardAPI, .projected:
            try write(volume, spec, contents, now: now)
        case .claim, .image:
            guard let place = try contents.places[volume.name]?.get() else {
                throw VolumeError.unserved(volume: volume.name)
            }
            try link(volume, to: place, spec, isOwned: contents.owned.contains(volume.name))
        case .unserved:
            throw VolumeError.unserved(volume: volume.name)
        }
    }

    private func write(
        _ volume: Volume, _ spec: PodSpec, _ contents: VolumeContents, now: Int64
    ) throws {
        let files = try contents.files[volume.name]?.get() ?? [:]
        let path = directory.volume(volume.name, volume.kind)
        try PodDirectory.make(path)
        let isInMemory = volume.kind.isKeptInMemory
        if isInMemory, try !Self.isMountPoint(path) { try mountMemory(on: path) }
        let group = spec.securityContext?.fsGroup.flatMap { UInt32(exactly: $0) }
        try VolumeOwnership.apply(
            to: path, mode: isInMemory ? 0o1777 : 0o777, isFolder: true, group: group)
        try AtomicWriter(directory: path, group: group).write(files, now: now)
    }

    /// What one container mounts in a volume is only seen by others where the volume lies on a shared
    /// mount, which not every machine has.
    private func share(_ path: String) throws {
        guard let resolved = realpath(path, nil) else { throw SystemError("realpath", path) }
        defer { free(resolved) }
        if try !MountTable.current().contains(String(cString: resolved)) {
            try Mount.mount(path, on: path, flags: .bind)
        }
        try Mount.mount("none", on: path, flags: .shared)
    }

    /// Whether the kernel was found not to know `noswap`, which it writes into its log each time.
    private static let isWithoutNoSwap = Atomic(false)

    /// Memory that is never swapped out, where the kernel can promise that (Linux 6.4).
    private func mountMemory(on path: String) throws {
        let flags: Mount.Flags = [.noSetUserID, .noDevices]
        if !Self.isWithoutNoSwap.load(ordering: .relaxed) {
            do {
                return try Mount.mount(
                    "tmpfs", on: path, type: "tmpfs", flags: flags, data: "noswap")
            } catch let error as SystemError where error.code == EINVAL {}
        }
        try Mount.mount("tmpfs", on: path, type: "tmpfs", flags: flags)
        Self.isWithoutNoSwap.store(true, ordering: .relaxed)
    }

    /// A link rather than a mount: what is removed with the Pod's folder is never the data behind.
    ///
    /// - Parameter isOwned: whether the files become the Pod's group's.
    private func link(
        _ volume: Volume, to place: String, _ spec: PodSpec, isOwned: Bool
    ) throws {
        guard File.exists(place) else {
            throw VolumeError.failed(
                volume: volume.name, cause: "path \"\(place)\" does not exist")
        }
        let path = directory.volume(volume.name, volume.kind)
        // The link is made last: where it is, all else is done.
        if Self.linkTarget(path) == place { return }
        if isOwned, let group = spec.securityContext?.fsGroup.flatMap(UInt32.init) {
            try VolumeOwnership.applyToTree(
                place, group: group,
                onlyOnMismatch: spec.securityContext?.fsGroupChangePolicy?.rawValue
                    == "OnRootMismatch")
        }
        try PodDirectory.make(String(path[..<path.lastIndex(of: "/")!]))
        guard unlink(path) == 0 || errno == ENOENT else { throw SystemError("unlink", path) }
        guard symlink(place, path) == 0 else { throw SystemError("symlink", path) }
    }

    /// Where a link leads to; nil for what is none.
    static func linkTarget(_ path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &buffer, buffer.count)
        guard count > 0 else { return nil }
        return String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    static func isMountPoint(_ path: String) throws -> Bool {
        var own = stat()
        var parent = stat()
        guard lstat(path, &own) == 0, lstat(path + "/..", &parent) == 0 else {
            throw SystemError("stat", path)
        }
        return own.st_dev != parent.st_dev
    }
}

extension PodSpec {
    /// Whether a container's mounts in a volume are to be seen by others.
    fileprivate func shares(_ volume: Volume) -> Bool {
        containersWithRoles.contains { container, _ in
            container.volumeMounts.contains {
                $0.name == volume.name && $0.mountPropagation?.rawValue == "Bidirectional"
            }
        }
    }
}
