import CLinux
import Glibc

/// Mounts that belong to users of the container's own, for the OCI runtime to take from: neither
/// crun 1.8 nor runc 1.1 makes them for a user namespace that is there already.
///
/// They are made in the mount namespace of the OCI runtime's `create`, so that nothing of them is
/// left when it ends, however it does.
struct MappedMounts {
    /// The monitor's folder, with `mounts.list` and the empty folder `mounts`.
    let directory: String

    func make() throws(MonitorError) {
        guard let list = Files.read(directory + "/mounts.list") else {
            throw MonitorError("read \(directory)/mounts.list", code: errno)
        }
        let entries = list.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        guard let namespace = entries.first else {
            throw MonitorError("\(directory)/mounts.list is empty")
        }
        let users = open(namespace, O_RDONLY | O_CLOEXEC)
        guard users >= 0 else { throw MonitorError("open \(namespace)", code: errno) }
        let folder = directory + "/mounts"
        guard mount("none", folder, "tmpfs", 0, "mode=755,size=64k") == 0 else {
            throw MonitorError("mount a tmpfs on \(folder)", code: errno)
        }
        for (number, path) in entries.dropFirst().enumerated() {
            try attach(path, at: "\(folder)/\(number)", users)
        }
        close(users)
    }

    private func attach(_ path: String, at target: String, _ users: Int32) throws(MonitorError) {
        let copy = clinux_copy_mount(path)
        guard copy >= 0 else { throw MonitorError("take the mount \(path)", code: errno) }
        defer { close(copy) }
        var status = stat()
        guard fstat(copy, &status) == 0 else { throw MonitorError("stat \(path)", code: errno) }
        let isMade =
            status.st_mode & S_IFMT == S_IFDIR
            ? mkdir(target, 0o755) == 0 : mknod(target, S_IFREG | 0o644, 0) == 0
        guard isMade else { throw MonitorError("make \(target)", code: errno) }
        guard clinux_map_mount(copy, users) == 0 else {
            throw errno == EINVAL
                ? MonitorError(
                    "the file system of \(path) cannot show its files to a user namespace "
                        + "(hostUsers: false) as its own: ext4, xfs and btrfs can, and tmpfs from "
                        + "Linux 6.3 on")
                : MonitorError("map the owners of \(path)", code: errno)
        }
        guard clinux_attach_mount(copy, target) == 0 else {
            throw MonitorError("mount \(path) on \(target)", code: errno)
        }
    }
}
