import Glibc

extension CgroupHierarchy {
    /// Makes the group and the groups above it under every controller; fine where it exists.
    /// On an error what was made is removed again.
    ///
    /// - Throws: `SystemError`.
    public func create(_ group: String) throws {
        var made: [String] = []
        do {
            for mountPoint in mountPoints {
                var directory = mountPoint.path
                for component in group.split(separator: "/") {
                    if version == .v2 { try enableControllers(in: directory) }
                    let parent = directory
                    directory += "/" + component
                    if try makeDirectory(directory) { made.append(directory) }
                    if mountPoint.controllers.contains("cpuset"), version == .v1 {
                        try inheritCpuset(directory, from: parent)
                    }
                }
            }
        } catch {
            for directory in made.reversed() { rmdir(directory) }
            throw error
        }
    }

    /// Removes the group and the groups below it under every controller; fine where it is gone.
    ///
    /// It kills nothing and waits for nothing: while processes are in it, it throws.
    ///
    /// - Throws: `SystemError` with `EBUSY` where processes are left in it.
    public func remove(_ group: String) throws {
        precondition(group.contains { $0 != "/" }, "the root of the hierarchy is not ours")
        // A runtime may have made the group in the v2 part of a hybrid host too.
        for root in mountPoints.map(\.path) + [hybridMountPoint].compactMap({ $0 }) {
            try Self.removeTree(Self.join(root, group))
        }
    }

    /// Whether the group exists under any controller.
    public func exists(_ group: String) -> Bool {
        mountPoints.contains { access(Self.join($0.path, group), F_OK) == 0 }
    }

    /// The names of the groups directly below this one, sorted.
    public func children(of group: String) -> [String] {
        var names: Set<String> = []
        for mountPoint in mountPoints {
            names.formUnion(CgroupFile.subdirectories(of: Self.join(mountPoint.path, group)))
        }
        return names.sorted()
    }

    private static func removeTree(_ directory: String) throws {
        for child in CgroupFile.subdirectories(of: directory) {
            try removeTree(directory + "/" + child)
        }
        guard rmdir(directory) == 0 || errno == ENOENT else {
            throw SystemError("rmdir", directory)
        }
    }

    private func makeDirectory(_ directory: String) throws -> Bool {
        if mkdir(directory, 0o755) == 0 { return true }
        if errno == EEXIST { return false }
        throw SystemError("mkdir", directory)
    }

    /// A v2 group has only the controllers that the group above it hands down.
    private func enableControllers(in directory: String) throws {
        let file = directory + "/cgroup.subtree_control"
        let enabled = Set(try CgroupFile.read(file).split { $0 == " " || $0 == "\n" })
        let available = try CgroupFile.read(directory + "/cgroup.controllers")
            .split { $0 == " " || $0 == "\n" }
        let missing = available.filter {
            Self.controllersHandedDown.contains(String($0)) && !enabled.contains($0)
        }
        guard !missing.isEmpty else { return }
        let change = missing.map { "+" + $0 }.joined(separator: " ")
        do {
            try CgroupFile.write(change, to: file)
        } catch let error as SystemError
            where error.code == EBUSY && mountPoints.contains(where: { $0.path == directory })
        {
            try vacate(directory)
            try CgroupFile.write(change, to: file)
        }
    }

    /// Moves the processes of a hierarchy's uppermost group into a group below it.
    ///
    /// In a container that is the container's own group, and has its processes, this one among them;
    /// a group with processes hands nothing down (cgroups(7), "no internal processes"). The root of
    /// the machine's may have both.
    private func vacate(_ directory: String) throws {
        let group = directory + "/" + Self.groupOfOthers
        _ = try makeDirectory(group)
        var moved: Set<Int32> = []
        while true {
            let found = try Self.members(of: directory).subtracting(moved)
            if found.isEmpty { return }
            for process in found {
                do {
                    try CgroupFile.write("\(process)", to: group + "/cgroup.procs")
                } catch let error as SystemError where error.code == ESRCH {
                    continue
                }
            }
            moved.formUnion(found)
        }
    }

    /// As other container runtimes call it that run in containers.
    static let groupOfOthers = "init"

    /// Those that `CgroupLimits` writes to, and those that containers may see of their own.
    static let controllersHandedDown: Set<String> = [
        "cpu", "cpuset", "hugetlb", "io", "memory", "pids",
    ]

    /// A new v1 cpuset is empty, and an empty one takes no process.
    private func inheritCpuset(_ directory: String, from parent: String) throws {
        for file in ["/cpuset.cpus", "/cpuset.mems"] {
            let own = try CgroupFile.read(directory + file)
            guard own.allSatisfy(\.isNewline) else { continue }
            try CgroupFile.write(try CgroupFile.read(parent + file), to: directory + file)
        }
    }
}
