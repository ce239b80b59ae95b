/// CPU amounts as the kernel's scheduler takes them.
enum CPUResources {
    /// Microseconds; the kubelet's default period.
    static let period: UInt64 = 100_000

    /// The longest quota that the kernel takes, in microseconds (`max_bw_quota_period_us`).
    private static let longestQuota: Int64 = (1 << 44) - 1
    /// So many are as good as all of them: no amount that a Pod asks for may be too great to be
    /// reckoned with.
    private static let most: Int64 = 1 << 40

    /// Relative weight in units of cgroup v1.
    static func shares(milliCPU: Int64) -> UInt64 {
        UInt64(min(max(min(milliCPU, most) * 1024 / 1000, 2), 262_144))
    }

    /// Microseconds of CPU time a period, at least 1 ms; nil where there is no limit.
    static func quota(milliCPU: Int64) -> Int64? {
        if milliCPU <= 0 { return nil }
        return min(max(min(milliCPU, most) * Int64(period) / 1000, 1000), longestQuota)
    }
}
