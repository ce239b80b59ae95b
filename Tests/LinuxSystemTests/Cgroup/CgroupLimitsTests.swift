import LinuxSystem
import Testing

@Suite struct CgroupLimitsTests {
    typealias Setting = CgroupLimits.Setting

    /// The limits of the tutorial's log writer: requests 10m and 16Mi, limits 20m and 32Mi.
    let tutorial = CgroupLimits(
        cpuShares: 10, cpuQuota: 2000, cpuPeriod: 100_000, memoryLimit: 33_554_432, pidsLimit: 100)

    @Test func v1Files() {
        #expect(
            tutorial.files(for: .v1, formula: .ociRuntime) == [
                Setting("cpu", "cpu.shares", "10"),
                Setting("cpu", "cpu.cfs_period_us", "100000"),
                Setting("cpu", "cpu.cfs_quota_us", "2000"),
                Setting("memory", "memory.limit_in_bytes", "33554432"),
                Setting("pids", "pids.max", "100"),
            ])
    }

    @Test func v2Files() {
        var limits = tutorial
        limits.oomGroup = true
        #expect(
            limits.files(for: .v2, formula: .ociRuntime) == [
                Setting("cpu", "cpu.weight", "4"),
                Setting("cpu", "cpu.max", "2000 100000"),
                Setting("memory", "memory.max", "33554432"),
                Setting("memory", "memory.oom.group", "1"),
                Setting("pids", "pids.max", "100"),
            ])
    }

    @Test func hugePagesHaveAFileForEachSize() {
        let limits = CgroupLimits(hugePageLimits: ["2MB": 4_194_304, "1GB": 0])
        #expect(
            limits.files(for: .v1, formula: .linear) == [
                Setting("hugetlb", "hugetlb.1GB.limit_in_bytes", "0"),
                Setting("hugetlb", "hugetlb.2MB.limit_in_bytes", "4194304"),
            ])
        #expect(
            limits.files(for: .v2, formula: .linear) == [
                Setting("hugetlb", "hugetlb.1GB.max", "0"),
                Setting("hugetlb", "hugetlb.2MB.max", "4194304"),
            ])
    }

    @Test func nothingSetWritesNothing() {
        #expect(CgroupLimits().files(for: .v1, formula: .linear).isEmpty)
        #expect(CgroupLimits().files(for: .v2, formula: .linear).isEmpty)
        #expect(CgroupLimits(oomGroup: true).files(for: .v1, formula: .linear).isEmpty)
    }

    @Test func unlimited() {
        let limits = CgroupLimits(cpuQuota: -1, memoryLimit: -1, pidsLimit: -1)
        #expect(
            limits.files(for: .v1, formula: .linear).map(\.value) == ["-1", "-1", "max"])
        #expect(
            limits.files(for: .v2, formula: .linear).map(\.value) == ["max", "max", "max"])
    }

    @Test func v2QuotaAndPeriodAlone() {
        let quota = CgroupLimits(cpuQuota: 5000).files(for: .v2, formula: .linear)
        #expect(quota == [Setting("cpu", "cpu.max", "5000")])
        let period = CgroupLimits(cpuPeriod: 50_000).files(for: .v2, formula: .linear)
        #expect(period == [Setting("cpu", "cpu.max", "max 50000")])
    }

    @Test(
        arguments: [
            (2, 1), (10, 1), (28, 1), (29, 2), (102, 4), (256, 10), (512, 20), (1024, 39),
            (2048, 79), (262_144, 10_000),
        ] as [(UInt64, UInt64)])
    func linearWeight(shares: UInt64, weight: UInt64) {
        #expect(CgroupLimits.WeightFormula.linear.weight(shares: shares) == weight)
    }

    @Test(
        arguments: [
            (0, 1), (2, 1), (10, 4), (102, 17), (512, 59), (1024, 100), (2048, 174),
            (262_144, 10_000), (300_000, 10_000),
        ] as [(UInt64, UInt64)])
    func runtimeWeight(shares: UInt64, weight: UInt64) {
        #expect(CgroupLimits.WeightFormula.ociRuntime.weight(shares: shares) == weight)
    }
}
