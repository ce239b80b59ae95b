import Glibc

/// The cgroup file systems of this host. Every path given to it is relative to the hierarchy's
/// root, for example `kubepods/burstable/pod1234`, and means the same group under all controllers.
///
/// Its calls are short file operations that block for well under a millisecond.
public struct CgroupHierarchy: Sendable, Hashable {
    public enum Version: Int, Sendable, Hashable {
        case v1 = 1
        case v2 = 2
    }

    /// One mounted cgroup file system.
    public struct MountPoint: Sendable, Hashable {
        /// Absolute, without a slash at its end.
        public var path: String
        /// What it controls, for example `["cpu", "cpuacct"]`; `name=systemd` for a named v1
        /// hierarchy, which only tracks processes.
        public var controllers: [String]

        public init(path: String, controllers: [String]) {
            self.path = path
            self.controllers = controllers
        }
    }

    public var version: Version
    /// All mounted v1 hierarchies, or the one of v2.
    public var mountPoints: [MountPoint]
    /// Where v2 is mounted beside v1 controllers (a hybrid host), which we leave alone.
    public var hybridMountPoint: String?

    public init(version: Version, mountPoints: [MountPoint], hybridMountPoint: String? = nil) {
        self.version = version
        self.mountPoints = mountPoints
        self.hybridMountPoint = hybridMountPoint
    }

    /// For people: `v1`, `v1 (hybrid, v2 at /sys/fs/cgroup/unified is not used)` or `v2`.
    public var summary: String {
        guard let hybridMountPoint else { return "v\(version.rawValue)" }
        return "v1 (hybrid, v2 at \(hybridMountPoint) is not used)"
    }

    /// Whether the host has this controller, for example `memory`.
    public func has(_ controller: String) -> Bool {
        mountPoints.contains { $0.controllers.contains(controller) }
    }

    /// The folder of a group under a controller; nil where the host lacks the controller.
    public func directory(of group: String, controller: String) -> String? {
        mountPoints.first { $0.controllers.contains(controller) }
            .map { Self.join($0.path, group) }
    }

    /// The file that counts how often the kernel's out-of-memory killer ended a process of the
    /// group (its line `oom_kill N`); nil where the host lacks the memory controller.
    public func oomEventsFile(_ group: String) -> String? {
        directory(of: group, controller: "memory").map {
            $0 + (version == .v2 ? "/memory.events" : "/memory.oom_control")
        }
    }

    /// Whether the kernel counts what processes of the group have swapped out; not so of the root.
    public func countsSwap(of group: String) -> Bool {
        guard let directory = directory(of: group, controller: "memory") else { return false }
        let file = version == .v2 ? "/memory.swap.max" : "/memory.memsw.limit_in_bytes"
        return access(directory + file, F_OK) == 0
    }

    /// Writes the limits that are not nil and whose controllers the host has.
    ///
    /// - Parameter formula: how `cpuShares` becomes a weight on v2.
    /// - Throws: `SystemError` that names the file.
    public func apply(
        _ limits: CgroupLimits, to group: String, formula: CgroupLimits.WeightFormula
    ) throws {
        for setting in limits.files(for: version, formula: formula) {
            guard let directory = directory(of: group, controller: setting.controller) else {
                continue
            }
            try CgroupFile.write(setting.value, to: "\(directory)/\(setting.file)")
        }
    }

    static func join(_ path: String, _ group: String) -> String {
        let components = group.split(separator: "/")
        return components.isEmpty ? path : path + "/" + components.joined(separator: "/")
    }
}
