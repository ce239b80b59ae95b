/// What a group uses now. A member is nil where the host lacks the controller.
public struct CgroupUsage: Sendable, Hashable {
    /// CPU time used so far, in nanoseconds.
    public var cpuTime: UInt64?
    /// Bytes, page cache included.
    public var memoryUsage: UInt64?
    /// Bytes that cannot be given back easily: usage less the inactive page cache, as the kubelet
    /// and `kubectl top` count it.
    public var memoryWorkingSet: UInt64?
    /// Bytes; nil where unlimited.
    public var memoryLimit: UInt64?
    /// Number of tasks.
    public var tasks: UInt64?

    public init(
        cpuTime: UInt64? = nil, memoryUsage: UInt64? = nil, memoryWorkingSet: UInt64? = nil,
        memoryLimit: UInt64? = nil, tasks: UInt64? = nil
    ) {
        self.cpuTime = cpuTime
        self.memoryUsage = memoryUsage
        self.memoryWorkingSet = memoryWorkingSet
        self.memoryLimit = memoryLimit
        self.tasks = tasks
    }
}

extension CgroupHierarchy {
    /// What the group and the groups below it use. One that is gone uses nothing: all members nil.
    public func usage(of group: String) -> CgroupUsage {
        func text(_ controller: String, _ file: String) -> String? {
            directory(of: group, controller: controller).flatMap {
                try? CgroupFile.read("\($0)/\(file)")
            }
        }
        switch version {
        case .v1:
            return Self.usage(
                cpuTime: text("cpuacct", "cpuacct.usage").flatMap(Self.number),
                memory: text("memory", "memory.usage_in_bytes").flatMap(Self.number),
                inactiveFile: text("memory", "memory.stat").flatMap {
                    Self.field("total_inactive_file", in: $0)
                },
                limit: text("memory", "memory.limit_in_bytes").flatMap(Self.number),
                tasks: text("pids", "pids.current").flatMap(Self.number))
        case .v2:
            // cpu.stat is there without the cpu controller too.
            let cpu = try? CgroupFile.read(Self.join(mountPoints[0].path, group) + "/cpu.stat")
            return Self.usage(
                cpuTime: cpu.flatMap { Self.field("usage_usec", in: $0) }.map { $0 * 1000 },
                memory: text("memory", "memory.current").flatMap(Self.number),
                inactiveFile: text("memory", "memory.stat").flatMap {
                    Self.field("inactive_file", in: $0)
                },
                limit: text("memory", "memory.max").flatMap(Self.number),
                tasks: text("pids", "pids.current").flatMap(Self.number))
        }
    }

    static func usage(
        cpuTime: UInt64?, memory: UInt64?, inactiveFile: UInt64?, limit: UInt64?, tasks: UInt64?
    ) -> CgroupUsage {
        let inactive = inactiveFile ?? 0
        return CgroupUsage(
            cpuTime: cpuTime, memoryUsage: memory,
            memoryWorkingSet: memory.map { $0 > inactive ? $0 - inactive : 0 },
            // v1 says "unlimited" with the largest multiple of the page size.
            memoryLimit: limit.flatMap { $0 >= 0x7fff_ffff_ffff_0000 ? nil : $0 }, tasks: tasks)
    }

    /// The number a file holds; nil for `max`.
    static func number(_ text: String) -> UInt64? {
        UInt64(text.prefix { !$0.isNewline })
    }

    /// The value in a file of lines `name value`.
    static func field(_ name: String, in text: String) -> UInt64? {
        for line in text.split(separator: "\n") where line.hasPrefix(name + " ") {
            return UInt64(line.dropFirst(name.utf8.count + 1))
        }
        return nil
    }
}
