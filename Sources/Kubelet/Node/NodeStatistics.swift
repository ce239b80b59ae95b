import ContainerRuntime
import Glibc
import JSON
import KubernetesAPI
import LinuxSystem

/// What a group of processes used when it was looked at.
struct UsageSample: Sendable, Hashable {
    /// Nanoseconds since 1970.
    var time: Int64
    var usage: CgroupUsage

    /// CPU in billionths of a core since an earlier sample; nil where that says nothing.
    func nanoCores(since earlier: UsageSample?) -> UInt64? {
        guard let earlier, let now = usage.cpuTime, let before = earlier.usage.cpuTime,
            time > earlier.time, now >= before
        else { return nil }
        return UInt64(Double(now - before) / Double(time - earlier.time) * 1e9)
    }
}

/// What one container uses, as the kubelet tells it.
struct ContainerStatistics: Sendable {
    var name: String
    /// Nanoseconds since 1970.
    var startedAt: Int64
    var sample: UsageSample
    var previous: UsageSample?
    /// Bytes of its log files.
    var logSize: UInt64
}

/// What one Pod uses.
struct PodStatistics: Sendable {
    var name: String
    var namespace: String
    var uid: String
    /// Nanoseconds since 1970.
    var startedAt: Int64
    var containers: [ContainerStatistics]
    var network: [NetworkUsage]

    /// The containers' sum.
    var usage: CgroupUsage {
        func sum(_ member: KeyPath<CgroupUsage, UInt64?>) -> UInt64? {
            let values = containers.compactMap { $0.sample.usage[keyPath: member] }
            return values.isEmpty ? nil : values.reduce(0) { $0 &+ $1 }
        }
        return CgroupUsage(
            cpuTime: sum(\.cpuTime), memoryUsage: sum(\.memoryUsage),
            memoryWorkingSet: sum(\.memoryWorkingSet), tasks: sum(\.tasks))
    }

    /// The containers' sum; nil where none has one.
    var nanoCores: UInt64? {
        let values = containers.compactMap { $0.sample.nanoCores(since: $0.previous) }
        return values.isEmpty ? nil : values.reduce(0) { $0 &+ $1 }
    }
}

/// What the machine uses.
struct MachineStatistics: Sendable {
    var startedAt: Int64
    var sample: UsageSample
    var previous: UsageSample?
    /// Bytes.
    var memoryAvailable: UInt64
    var network: [NetworkUsage]
    var fileSystem: FileSystemUsage?
}

/// The space of a file system.
struct FileSystemUsage: Sendable, Hashable {
    /// Bytes.
    var capacity: UInt64
    var available: UInt64
    var used: UInt64
    var inodes: UInt64
    var freeInodes: UInt64

    /// Nil where the path does not exist.
    init?(path: String) {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        let block = UInt64(status.f_frsize)
        capacity = UInt64(status.f_blocks) &* block
        available = UInt64(status.f_bavail) &* block
        used = (UInt64(status.f_blocks) &- UInt64(status.f_bfree)) &* block
        inodes = UInt64(status.f_files)
        freeInodes = UInt64(status.f_ffree)
    }
}
