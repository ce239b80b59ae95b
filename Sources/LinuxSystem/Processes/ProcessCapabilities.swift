/// The capabilities of this process, as bits by capability number (capability.h).
public enum ProcessCapabilities {
    /// What this process may hand on to a child: both permitted and in the bounding set.
    public static func inheritable() -> UInt64 {
        guard let status = try? File.read("/proc/self/status") else { return 0 }
        return inheritable(inStatus: String(decoding: status, as: UTF8.self))
    }

    static func inheritable(inStatus status: String) -> UInt64 {
        func mask(_ name: String) -> UInt64 {
            for line in status.split(separator: "\n") where line.hasPrefix(name + ":") {
                let digits = line.dropFirst(name.count + 1).drop { $0 == "\t" || $0 == " " }
                return UInt64(digits, radix: 16) ?? 0
            }
            return 0
        }
        return mask("CapPrm") & mask("CapBnd")
    }
}
