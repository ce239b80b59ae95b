import KubernetesAPI
import LinuxSystem

/// The huge pages that the machine has set aside.
enum HugePages {
    /// Bytes by the name of their resource: `hugepages-2Mi`; sizes of which there are none as well.
    static func current(in folder: String = "/sys/kernel/mm/hugepages") -> [String: Int64] {
        var found: [String: Int64] = [:]
        for name in File.names(in: folder) {
            // hugepages-2048kB
            guard name.hasPrefix("hugepages-"), name.hasSuffix("kB"),
                let size = Int64(name.dropFirst(10).dropLast(2)),
                let bytes = PodDirectory.read("\(folder)/\(name)/nr_hugepages", limit: 32),
                let count = Int64(String(decoding: bytes, as: UTF8.self).prefix { $0.isNumber })
            else { continue }
            found["hugepages-" + text(ofKibibytes: size)] = size * 1024 * count
        }
        return found
    }

    /// `64Ki`, `2Mi`, `1Gi`
    static func text(ofKibibytes size: Int64) -> String {
        if size % (1 << 20) == 0 { return "\(size >> 20)Gi" }
        return size % 1024 == 0 ? "\(size >> 10)Mi" : "\(size)Ki"
    }

    /// What a cgroup may have, by the kernel's names of the sizes: `2MB`. Of a size that is not asked
    /// for it may have none (kubelet: `GetHugepageLimitsFromResources`).
    ///
    /// - Parameters:
    ///   - limits: of a container or of a Pod.
    ///   - sizes: those of the machine, as resources are called.
    /// - Returns: nil where the machine has no huge pages.
    static func limits(
        _ limits: [String: Quantity], sizes: some Sequence<String>
    ) -> [String: Int64]? {
        var found: [String: Int64] = [:]
        for name in sizes { found[kernelName(of: name)] = 0 }
        for (name, amount) in limits where areNamed(name) {
            found[kernelName(of: name)] = amount.value
        }
        return found.isEmpty ? nil : found
    }

    /// Whether a resource is of this kind.
    static func areNamed(_ resource: String) -> Bool { resource.hasPrefix("hugepages-") }

    /// `2MB` for `hugepages-2Mi`, `1GB` for `hugepages-1024Mi`.
    static func kernelName(of resource: String) -> String {
        let bytes = Quantity(String(resource.dropFirst("hugepages-".count)))?.value ?? 0
        if bytes % (1 << 30) == 0 { return "\(bytes >> 30)GB" }
        return bytes % (1 << 20) == 0 ? "\(bytes >> 20)MB" : "\(bytes >> 10)KB"
    }
}
