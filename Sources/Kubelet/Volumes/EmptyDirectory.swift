import JSON
import KubernetesAPI
import LinuxSystem

/// What an emptyDir volume is kept in: the Pod's folder, memory or huge pages.
struct EmptyDirectory: Sendable, Hashable {
    enum Medium: Sendable, Hashable {
        case disk
        /// Bytes; nil is the kernel's half of all memory. The memory counts for the container that
        /// writes.
        case memory(limit: Int64?)
        /// Sizes of the pages and of all of them together, in bytes.
        case hugePages(size: Int64, limit: Int64?)
    }

    let medium: Medium

    /// Memory is limited by the volume's own limit and by the Pod's, whichever is less
    /// (kubelet: `calculateEmptyDirMemorySize`).
    init(_ source: EmptyDirVolumeSource, of spec: PodSpec) {
        let own = (source.sizeLimit?.value).flatMap { $0 > 0 ? $0 : nil }
        let limits = spec.totalLimits
        let name = source.medium.rawValue
        if name == "Memory" {
            let limited = spec.containersWithRoles.allSatisfy {
                $0.container.resources.limits["memory"] != nil
            }
            let pod =
                limited || spec.resources?.limits["memory"] != nil ? limits["memory"]?.value : nil
            medium = .memory(limit: [own, pod].compactMap(\.self).min())
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

    /// - Throws: `SystemError`.
    func mount(on path: String) throws {
        guard let (type, options) = fileSystem else { return }
        try Mount.mount(
            type, on: path, type: type, flags: [.noSetUserID, .noDevices], data: options)
    }

    /// What is mounted, and with which options; nil for the Pod's folder itself.
    var fileSystem: (type: String, options: String)? {
        switch medium {
        case .disk: nil
        case .memory(let limit):
            ("tmpfs", (limit.map { "size=\($0)," } ?? "") + "mode=0777")
        case .hugePages(let size, let limit):
            (
                "hugetlbfs",
                "pagesize=\(size)" + (limit.map { ",size=\($0)" } ?? "") + ",mode=0777"
            )
        }
    }
}
