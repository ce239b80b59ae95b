import Glibc

/// Limits of one cgroup, in the units of Kubernetes rather than those of a cgroup version. A nil
/// member is left as it is.
public struct CgroupLimits: Sendable, Hashable {
    /// Relative weight as cgroup v1 counts it, 2...262144.
    public var cpuShares: UInt64?
    /// Microseconds of CPU time a period; zero or less means unlimited.
    public var cpuQuota: Int64?
    /// Microseconds, 1000...1000000.
    public var cpuPeriod: UInt64?
    /// Bytes; less than zero means unlimited.
    public var memoryLimit: Int64?
    /// Number of tasks; zero or less means unlimited.
    public var pidsLimit: Int64?
    /// Whether the out-of-memory killer takes the whole group at once. v1 cannot do that.
    public var oomGroup: Bool?
    /// Bytes of huge pages by their size as the kernel names it, `2MB`.
    public var hugePageLimits: [String: Int64]

    public init(
        cpuShares: UInt64? = nil, cpuQuota: Int64? = nil, cpuPeriod: UInt64? = nil,
        memoryLimit: Int64? = nil, pidsLimit: Int64? = nil, oomGroup: Bool? = nil,
        hugePageLimits: [String: Int64] = [:]
    ) {
        self.cpuShares = cpuShares
        self.cpuQuota = cpuQuota
        self.cpuPeriod = cpuPeriod
        self.memoryLimit = memoryLimit
        self.pidsLimit = pidsLimit
        self.oomGroup = oomGroup
        self.hugePageLimits = hugePageLimits
    }

    /// How v1 CPU shares become a v2 weight, 1...10000. Kubernetes has two ways.
    public enum WeightFormula: Sendable, Hashable {
        /// In proportion, as the kubelet does for its QoS and Pod groups (KEP-2254).
        case linear
        /// The curve that OCI runtimes use for containers, which keeps 1024 shares at the default
        /// weight of 100.
        case ociRuntime

        /// - Parameter shares: clamped to 2...262144.
        public func weight(shares: UInt64) -> UInt64 {
            let shares = min(max(shares, 2), 262_144)
            switch self {
            case .linear:
                return 1 + (shares - 2) * 9999 / 262_142
            case .ociRuntime:
                // The curve's ends come out a rounding error off.
                if shares == 2 { return 1 }
                if shares == 262_144 { return 10_000 }
                let exponent = log2(Double(shares))
                return UInt64(
                    ceil(pow(10, (exponent * exponent + 125 * exponent) / 612 - 7.0 / 34)))
            }
        }
    }

    /// A value for a file of a cgroup.
    public struct Setting: Sendable, Hashable {
        public var controller: String
        public var file: String
        public var value: String

        public init(_ controller: String, _ file: String, _ value: String) {
            self.controller = controller
            self.file = file
            self.value = value
        }
    }

    /// What to write, in this order.
    ///
    /// - Parameter formula: only used on v2.
    public func files(
        for version: CgroupHierarchy.Version, formula: WeightFormula
    ) -> [Setting] {
        switch version {
        case .v1: v1Files()
        case .v2: v2Files(formula)
        }
    }

    private func v1Files() -> [Setting] {
        var files: [Setting] = []
        if let cpuShares { files.append(Setting("cpu", "cpu.shares", "\(cpuShares)")) }
        if let cpuPeriod { files.append(Setting("cpu", "cpu.cfs_period_us", "\(cpuPeriod)")) }
        if let cpuQuota {
            files.append(Setting("cpu", "cpu.cfs_quota_us", cpuQuota > 0 ? "\(cpuQuota)" : "-1"))
        }
        if let memoryLimit {
            let value = memoryLimit < 0 ? "-1" : "\(memoryLimit)"
            files.append(Setting("memory", "memory.limit_in_bytes", value))
        }
        if let pidsLimit { files.append(Setting("pids", "pids.max", Self.orMax(pidsLimit))) }
        return files + hugePageFiles("limit_in_bytes")
    }

    private func hugePageFiles(_ name: String) -> [Setting] {
        hugePageLimits.sorted { $0.key < $1.key }.map { size, bytes in
            Setting("hugetlb", "hugetlb.\(size).\(name)", "\(bytes)")
        }
    }

    private func v2Files(_ formula: WeightFormula) -> [Setting] {
        var files: [Setting] = []
        if let cpuShares {
            files.append(Setting("cpu", "cpu.weight", "\(formula.weight(shares: cpuShares))"))
        }
        switch (cpuQuota, cpuPeriod) {
        case (nil, nil): break
        // One number alone keeps the period that is set.
        case (let quota?, nil): files.append(Setting("cpu", "cpu.max", Self.orMax(quota)))
        case (let quota, let period?):
            files.append(Setting("cpu", "cpu.max", "\(Self.orMax(quota ?? 0)) \(period)"))
        }
        if let memoryLimit {
            let value = memoryLimit < 0 ? "max" : "\(memoryLimit)"
            files.append(Setting("memory", "memory.max", value))
        }
        if let oomGroup {
            files.append(Setting("memory", "memory.oom.group", oomGroup ? "1" : "0"))
        }
        if let pidsLimit { files.append(Setting("pids", "pids.max", Self.orMax(pidsLimit))) }
        return files + hugePageFiles("max")
    }

    private static func orMax(_ value: Int64) -> String { value > 0 ? "\(value)" : "max" }
}
