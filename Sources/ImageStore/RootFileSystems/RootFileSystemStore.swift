import Glibc
import LinuxSystem
import OCI

/// The containers' root file systems, in
/// `<root>/snapshots/containers/<id>/{layer,upper,work,rootfs}`: `layer` is a link to the highest
/// layer, `rootfs` the mount.
///
/// Nothing here has to survive a crash of the machine, and so nothing is flushed to the disk: a
/// container starts afresh then. Its calls block.
struct RootFileSystemStore: Sendable {
    /// `<root>/snapshots`
    let folder: String

    func path(_ containerID: String) -> String { "\(folder)/containers/\(containerID)" }

    /// The containers that have one, with the highest layer each uses.
    func load() -> [String: Digest?] {
        var containers: [String: Digest?] = [:]
        for name in File.names(in: folder + "/containers") {
            containers.updateValue(topLayer(of: name), forKey: name)
        }
        return containers
    }

    private func topLayer(of containerID: String) -> Digest? {
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = buffer.withUnsafeMutableBytes {
            readlink(path(containerID) + "/layer", $0.baseAddress!, $0.count)
        }
        guard count > 0 else { return nil }
        let target = String(decoding: buffer[..<count], as: UTF8.self)
        return Digest("sha256:" + target.split(separator: "/").last!)
    }

    /// Mounts a stack of layers with a writable one. To be called on a thread of its own.
    ///
    /// - Parameters:
    ///   - copying: whether the highest layer, which then holds all others, is copied instead.
    ///   - users: whose files they shall be; nil leaves them to the machine's users.
    /// - Returns: the absolute path of the root file system.
    func prepare(
        _ containerID: String, layers: [Digest], copying: Bool, users: PinnedUserNamespace? = nil
    ) throws -> String {
        let container = path(containerID)
        let mountPoint = container + "/rootfs"
        if mkdir(container, 0o711) != 0 {
            guard errno == EEXIST else { throw SystemError("mkdir", container) }
            if try isMounted(containerID) || File.exists(container + "/copied") {
                return mountPoint
            }
            // Left by a crash of the machine; its writable layer may be torn.
            try File.removeTree(container)
            try File.makeFolders(container, mode: 0o711)
        }
        do {
            try File.makeFolders(mountPoint)
            guard let top = layers.last else { return mountPoint }
            let link = "../../layers/\(top.hexadecimal)"
            guard symlink(link, container + "/layer") == 0 else {
                throw SystemError("symlink", container + "/layer")
            }
            if copying {
                try TreeCopy.copy(
                    "\(folder)/layers/\(top.hexadecimal)/fs", to: mountPoint, linkingFiles: false,
                    users: users?.range)
                // Says that the copy is whole.
                try File.write([], to: container + "/copied")
                return mountPoint
            }
            try File.makeFolders(container + "/upper")
            try File.makeFolders(container + "/work")
            try LayerStore.copyAttributes(
                from: "\(folder)/layers/\(top.hexadecimal)/fs", to: container + "/upper")
            let stack = OverlayMount.Stack(folder: folder, layers: layers)
            if let users {
                try give(container + "/upper", to: users.range)
                try OverlayMount.mount(
                    stack, writable: container, upper: "upper", mountPoint: "rootfs", for: users)
            } else {
                try OverlayMount.mount(
                    stack, writable: "containers/\(containerID)", upper: "upper",
                    mountPoint: "rootfs", isVolatile: true)
            }
            return mountPoint
        } catch {
            try? File.removeTree(container)
            throw error
        }
    }

    /// The writable layer holds ids as the machine has them.
    private func give(_ path: String, to users: UserIDRange) throws {
        guard let status = try FileStatus(path: path) else {
            throw SystemError("stat", path, code: ENOENT)
        }
        guard
            chown(
                path, users.machineID(of: Int64(status.user)) ?? ~0,
                users.machineID(of: Int64(status.group)) ?? ~0) == 0,
            chmod(path, status.permissions) == 0
        else { throw SystemError("chown", path) }
    }

    /// Unmounts and removes; fine where there is nothing.
    func remove(_ containerID: String) throws {
        let container = path(containerID)
        guard File.exists(container) else { return }
        while try isMounted(containerID) { try Mount.unmount(container + "/rootfs") }
        try File.removeTree(container)
    }

    /// Whether the file system at `rootfs` is another than that of the folder it lies in.
    private func isMounted(_ containerID: String) throws -> Bool {
        let container = path(containerID)
        guard let outer = try FileStatus(path: container),
            let inner = try FileStatus(path: container + "/rootfs")
        else { return false }
        return outer.device != inner.device
    }
}
