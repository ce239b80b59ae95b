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
}
