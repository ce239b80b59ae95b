import Glibc

extension CgroupHierarchy {
    /// The files that put a process that writes `0` to them into the group.
    public func membershipFiles(of group: String) -> [String] {
        mountPoints.map { Self.join($0.path, group) + "/cgroup.procs" }
    }

    /// The processes in the group and below it, sorted; empty where there is no such group.
    ///
    /// - Throws: `SystemError`.
    public func processes(in group: String) throws -> [Int32] {
        guard let directory = trackingDirectory(of: group) else { return [] }
        var found: Set<Int32> = []
        try Self.collectProcesses(directory, into: &found)
        return found.sorted()
    }

    /// The files that take another process into the groups in which this one is: the group's, under
    /// every controller, or on v2 one below it where the process made some for itself.
    public func joinFiles(of group: String, with process: Int32) -> [String] {
        var group = group
        if version == .v2, let own = try? CgroupFile.read("/proc/\(process)/cgroup") {
            let path = own.split(separator: "\n").first { $0.hasPrefix("0::") }?.dropFirst(3) ?? ""
            if path.hasPrefix("/" + group + "/") { group = String(path) }
        }
        let roots = mountPoints.map(\.path) + [hybridMountPoint].compactMap { $0 }
        return roots.map { Self.join($0, group) + "/cgroup.procs" }
            .filter { access($0, F_OK) == 0 }
    }

    /// Kills every process in the group and below it. It returns when all have the signal, which
    /// is shortly before they are gone; one that forks meanwhile does not get away.
    ///
    /// - Throws: `SystemError`.
    public func kill(_ group: String) throws {
        guard let directory = trackingDirectory(of: group) else { return }
        let killFile = directory + "/cgroup.kill"
        if version == .v2, access(killFile, F_OK) == 0 {
            return try CgroupFile.write("1", to: killFile)
        }
        let freezer = try freeze(group)
        defer {
            // A frozen process takes the signal when it is thawed.
            if let freezer { try? CgroupFile.write(freezer.thaw, to: freezer.file) }
        }
        // A process with a deadly signal pending cannot fork, so each pass over the list only
        // meets what was forked before; frozen processes do not fork at all.
        var signalled: Set<Int32> = []
        while true {
            var found: Set<Int32> = []
            try Self.collectProcesses(directory, into: &found)
            found.subtract(signalled)
            if found.isEmpty { return }
            for process in found { _ = Glibc.kill(process, SIGKILL) }
            signalled.formUnion(found)
        }
    }

    private func freeze(_ group: String) throws -> (file: String, thaw: String)? {
        let file: String
        let values: (freeze: String, thaw: String)
        switch version {
        case .v1:
            guard let directory = directory(of: group, controller: "freezer") else { return nil }
            file = directory + "/freezer.state"
            values = ("FROZEN", "THAWED")
        case .v2:
            file = Self.join(mountPoints[0].path, group) + "/cgroup.freeze"
            values = ("1", "0")
        }
        guard access(file, F_OK) == 0 else { return nil }
        try CgroupFile.write(values.freeze, to: file)
        return (file, values.thaw)
    }

    /// The group's folder under a controller that has it; a runtime puts a process in all.
    private func trackingDirectory(of group: String) -> String? {
        mountPoints.map { Self.join($0.path, group) }.first { access($0, F_OK) == 0 }
    }

    private static func collectProcesses(_ directory: String, into found: inout Set<Int32>) throws {
        do {
            found.formUnion(try members(of: directory))
        } catch let error as SystemError where error.code == ENOENT || error.code == ENODEV {
            return
        } catch let error as SystemError where error.code == EOPNOTSUPP {
            // The processes of a threaded group are listed in the one above it that is not.
        }
        for child in CgroupFile.subdirectories(of: directory) {
            try collectProcesses(directory + "/" + child, into: &found)
        }
    }

    /// The processes in the group itself.
    static func members(of directory: String) throws -> Set<Int32> {
        // A process outside our PID namespace is listed as 0.
        Set(
            try CgroupFile.read(directory + "/cgroup.procs").split(separator: "\n")
                .compactMap { Int32($0) }.filter { $0 > 0 })
    }
}
