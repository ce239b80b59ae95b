/// CPU amounts as the kernel's scheduler takes them.
enum CPUResources {
    /// Microseconds; the kubelet's default period.
    static let period: UInt64 = 100_000

    /// Relative weight in units of cgroup v1.
    static func shares(milliCPU: Int64) -> UInt64 {
        UInt64(min(max(milliCPU * 1024 / 1000, 2), 262_144))
    }

    /// Microseconds of CPU time a period, at least 1 ms; nil where there is no limit.
    static func quota(milliCPU: Int64) -> Int64? {
        milliCPU > 0 ? max(milliCPU * Int64(period) / 1000, 1000) : nil
    }
}
