import Glibc
import LinuxSystem

/// What has to be so before a daemon makes anything.
enum Preflight {
    /// - Throws: `ConfigurationError` with what is missing and what to do.
    static func check(_ configuration: DaemonConfiguration) throws {
        guard geteuid() == 0 else {
            throw ConfigurationError(
                "swiftlet serve has to run as root, since it makes namespaces, mounts and cgroups; try: sudo swiftlet serve"
            )
        }
        if let runtime = configuration.runtime, runtime.contains("/"), access(runtime, X_OK) != 0 {
            throw ConfigurationError(
                "--runtime \(runtime): no such program; give crun, runc or the path of an OCI runtime"
            )
        }
        guard try fileSystems().contains("overlay") else {
            throw ConfigurationError(
                "this kernel has no overlayfs, which container root file systems are made of; load it with: modprobe overlay"
            )
        }
        guard access("/sys/fs/cgroup", X_OK) == 0 else {
            throw ConfigurationError("no cgroups at /sys/fs/cgroup; mount them first")
        }
        try check(CgroupHierarchy.detect())
    }

    /// What a kubelet does not go without either: limits that nobody keeps are none.
    static func check(_ cgroups: CgroupHierarchy) throws {
        for controller in ["cpu", "memory"] where !cgroups.has(controller) {
            throw ConfigurationError(
                "the cgroup controller \(controller) is not there, without which no container can be limited; where the kernel has it off, as on a Raspberry Pi, add cgroup_enable=\(controller) to the kernel's command line"
            )
        }
    }

    /// The kernel's file systems; overlay counts where its module can be loaded by a mount.
    private static func fileSystems() throws -> Set<Substring> {
        let text = String(decoding: try File.read("/proc/filesystems"), as: UTF8.self)
        var names = Set(text.split(separator: "\n").compactMap { $0.split(separator: "\t").last })
        if !names.contains("overlay"), loadOverlay() { names.insert("overlay") }
        return names
    }

    /// A mount of the file system makes the kernel load its module; it fails for want of options,
    /// but not with ENODEV.
    private static func loadOverlay() -> Bool {
        do {
            try Mount.mount("overlay", on: "/proc/self", type: "overlay")
            return true
        } catch let error as SystemError {
            return error.code != ENODEV
        } catch {
            return false
        }
    }
}
