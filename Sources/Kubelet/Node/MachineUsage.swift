import Glibc
import LinuxSystem

/// What the whole machine uses, from `/proc`. What cannot be read counts as nothing.
enum MachineUsage {
    static func current() -> CgroupUsage {
        let memory = read("/proc/meminfo")
        let total = kibibytes("MemTotal", in: memory)
        let free = kibibytes("MemFree", in: memory)
        let inactive = kibibytes("Inactive(file)", in: memory)
        let used = total > free ? total - free : 0
        return CgroupUsage(
            cpuTime: cpuTime(in: read("/proc/stat")), memoryUsage: used,
            memoryWorkingSet: used > inactive ? used - inactive : 0)
    }

    /// Bytes.
    static func totalMemory() -> UInt64 {
        kibibytes("MemTotal", in: read("/proc/meminfo"))
    }

    /// Bytes that new processes can have.
    static func availableMemory() -> UInt64 {
        kibibytes("MemAvailable", in: read("/proc/meminfo"))
    }

    /// Nanoseconds since 1970.
    static func startTime(now: Int64) -> Int64 {
        let seconds = read("/proc/uptime").split(separator: " ").first.flatMap { Double($0) } ?? 0
        return now - Int64(seconds * 1e9)
    }

    /// Nanoseconds that all processors have worked; idle and waiting for disks leave out.
    static func cpuTime(in statistics: String) -> UInt64 {
        let ticks = statistics.prefix { $0 != "\n" }.split(separator: " ").dropFirst()
            .compactMap { UInt64($0) }
        // user nice system idle iowait irq softirq steal; guests are in user and nice already.
        let worked = ticks.prefix(8).enumerated().filter { ![3, 4].contains($0.offset) }
        let perSecond = UInt64(max(sysconf(Int32(_SC_CLK_TCK)), 1))
        return worked.reduce(0) { $0 &+ $1.element } &* (1_000_000_000 / perSecond)
    }

    static func kibibytes(_ name: String, in table: String) -> UInt64 {
        for line in table.split(separator: "\n") where line.hasPrefix(name + ":") {
            return (line.split(separator: " ").dropFirst().first.flatMap { UInt64($0) } ?? 0) * 1024
        }
        return 0
    }

    private static func read(_ path: String) -> String {
        String(decoding: PodDirectory.read(path, limit: 1 << 20) ?? [], as: UTF8.self)
    }
}
