import Glibc

extension CgroupHierarchy {
    /// No cgroup file system is mounted.
    public struct NotMounted: Error, CustomStringConvertible {
        public var description: String {
            "no cgroup file system is mounted: mount cgroup2 at /sys/fs/cgroup"
        }
    }

    /// Finds the mounted hierarchies in `/proc/self/mountinfo`.
    ///
    /// - Throws: `NotMounted`, `SystemError`.
    public static func detect() throws -> CgroupHierarchy {
        let mounts = try CgroupFile.read("/proc/self/mountinfo")
        let found = parse(mountInfo: mounts) { mountPoint in
            (try? CgroupFile.read(mountPoint + "/cgroup.controllers")) ?? ""
        }
        guard let found else { throw NotMounted() }
        return found
    }

    /// - Parameter unifiedControllers: the contents of `cgroup.controllers` at a v2 mount point.
    static func parse(
        mountInfo: String, unifiedControllers: (String) -> String
    ) -> CgroupHierarchy? {
        var v1: [MountPoint] = []
        var v2: String?
        for line in mountInfo.split(separator: "\n") {
            let fields = line.split(separator: " ")
            // proc_pid_mountinfo(5): optional fields end with a lone hyphen.
            guard let hyphen = fields.firstIndex(of: "-"), fields.count > hyphen + 3,
                fields.count > 4
            else { continue }
            let mountPoint = String(fields[4])
            switch fields[hyphen + 1] {
            case "cgroup2":
                // Where OCI runtimes look, whatever other programs have mounted for themselves.
                v2 = mountPoint == "/sys/fs/cgroup" ? mountPoint : v2 ?? mountPoint
            case "cgroup":
                let controllers = v1Controllers(superOptions: fields[hyphen + 3])
                let known = v1.contains { $0.controllers == controllers }
                if !controllers.isEmpty && !known {
                    v1.append(MountPoint(path: mountPoint, controllers: controllers))
                }
            default:
                continue
            }
        }
        // A named v1 hierarchy alone (systemd's) controls nothing.
        if v1.contains(where: { $0.controllers.contains { !$0.hasPrefix("name=") } }) {
            return CgroupHierarchy(version: .v1, mountPoints: v1, hybridMountPoint: v2)
        }
        guard let v2 else { return nil }
        let controllers = unifiedControllers(v2).split { $0 == " " || $0 == "\n" }.map(String.init)
        return CgroupHierarchy(
            version: .v2, mountPoints: [MountPoint(path: v2, controllers: controllers)])
    }

    private static func v1Controllers(superOptions: Substring) -> [String] {
        superOptions.split(separator: ",").map(String.init).filter {
            knownV1Controllers.contains($0) || $0.hasPrefix("name=")
        }
    }

    /// Documentation/admin-guide/cgroup-v1 of the kernel.
    private static let knownV1Controllers: Set<String> = [
        "blkio", "cpu", "cpuacct", "cpuset", "devices", "freezer", "hugetlb", "memory", "misc",
        "net_cls", "net_prio", "perf_event", "pids", "rdma",
    ]
}
