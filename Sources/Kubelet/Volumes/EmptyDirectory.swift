import Glibc
import JSON
import KubernetesAPI
import LinuxSystem

/// What an emptyDir volume is kept in: the Pod's folder, memory or huge pages.
struct EmptyDirectory: Sendable, Hashable {
    enum Medium: Sendable, Hashable {
        case disk
        /// Bytes. The memory counts for the container that writes.
        case memory(limit: Int64)
        /// Sizes of the pages and of all of them together, in bytes.
        case hugePages(size: Int64, limit: Int64?)
    }

    let medium: Medium
    /// Permissions of the folder.
    let mode: UInt32
    /// The Pod's `fsGroup`, which may write to it whatever the mode says.
    let group: UInt32?

    /// Memory is limited by the volume's own limit, by the Pod's and by what Pods may have of the
    /// machine, whichever is least (kubelet: `calculateEmptyDirMemorySize`).
    ///
    /// - Parameter nodeMemory: bytes that all Pods together may have.
    init(_ source: EmptyDirVolumeSource, of spec: PodSpec, nodeMemory: Int64) {
        group = spec.securityContext?.fsGroup.flatMap { UInt32(exactly: $0) }
        let asked = source.mode == 0 ? 0o777 : UInt32(truncatingIfNeeded: source.mode) & 0o7777
        mode = group == nil ? asked : asked | 0o2770
        let own = (source.sizeLimit?.value).flatMap { $0 > 0 ? $0 : nil }
        let limits = spec.totalLimits
        let name = source.medium.rawValue
        if name == "Memory" {
            let limited = spec.containersWithRoles.allSatisfy {
                $0.container.resources.limits["memory"] != nil
            }
            let pod =
                limited || spec.resources?.limits["memory"] != nil ? limits["memory"]?.value : nil
            medium = .memory(limit: [own, pod, nodeMemory].compactMap(\.self).min() ?? 0)
        } else if name.hasPrefix("HugePages") {
            // Without a size in its name, that of the only huge pages that the Pod asks for.
            let resource =
                name.hasPrefix("HugePages-")
                ? "hugepages-" + name.dropFirst("HugePages-".count)
                : limits.keys.sorted().first { $0.hasPrefix("hugepages-") } ?? ""
            let size = Quantity(json: .string(String(resource.dropFirst("hugepages-".count)))).value
            medium = .hugePages(size: size, limit: limits[resource]?.value)
        } else {
            medium = .disk
        }
    }

    /// Makes what is not there. What is there stays as it is, with the permissions that containers
    /// may have given it meanwhile: the volume is asked for again whenever the daemon starts.
    ///
    /// - Throws: `SystemError`.
    func make(at path: String) throws {
        if let (type, options) = fileSystem {
            try PodDirectory.make(path)
            if try PodVolumes.isMountPoint(path) { return }
            return try Mount.mount(
                type, on: path, type: type, flags: [.noSetUserID, .noDevices], data: options)
        }
        if File.exists(path) { return }
        // It appears all at once with its permissions, however far a daemon came before.
        let new = path + ".new"
        try DirectoryTree.remove(new)
        try PodDirectory.make(new)
        if let group {
            guard chown(new, ~0, group) == 0 else { throw SystemError("chown", new) }
        }
        guard chmod(new, mode) == 0 else { throw SystemError("chmod", new) }
        guard rename(new, path) == 0 else { throw SystemError("rename", path) }
    }

    /// What is mounted, and with which options; nil for the Pod's folder itself.
    var fileSystem: (type: String, options: String)? {
        let access = "mode=0" + String(mode, radix: 8) + (group.map { ",gid=\($0)" } ?? "")
        return switch medium {
        case .disk: nil
        case .memory(let limit): ("tmpfs", "size=\(limit),\(access)")
        case .hugePages(let size, let limit):
            (
                "hugetlbfs",
                "pagesize=\(size)" + (limit.map { ",size=\($0)" } ?? "") + "," + access
            )
        }
    }
}
