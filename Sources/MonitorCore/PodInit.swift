import CLinux
import Glibc

/// Process 1 of a Pod whose containers share their processes: it makes the PID namespace, takes in
/// orphans, and does nothing else until it is killed.
///
/// Containers can see it and, with the right capability, get into it. So it has the Pod's
/// namespaces, an empty root of its own, no user's rights and no capabilities.
public struct PodInit {
    /// The sandbox's folder, with `netns`, `ipc`, `uts` and `user` where the Pod has its own.
    let directory: String
    /// Files that put the process that writes to them into the Pod's cgroup.
    let cgroupFiles: [String]

    private static let nobody: UInt32 = 65534

    public init(directory: String, cgroupFiles: [String]) {
        self.directory = directory
        self.cgroupFiles = cgroupFiles
    }

    /// Leaves process 1 behind and reports its id on descriptor 3, as a monitor reports a
    /// container's.
    ///
    /// - Returns: the exit code of the calling process.
    public func run() -> Int32 {
        do throws(MonitorError) {
            let process = try start()
            _ = Files.write("created \(process)\n", to: 3)
            return 0
        } catch {
            _ = Files.write("failed \(error.message)\n", to: 3)
            return 1
        }
    }

    private func start() throws(MonitorError) -> pid_t {
        for file in cgroupFiles {
            let descriptor = open(file, O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0, Files.write("0", to: descriptor) else {
                throw MonitorError("join the Pod's cgroup at \(file)", code: errno)
            }
            close(descriptor)
        }
        // Where that is not allowed, containers are killed before it all the same: it is small.
        RuntimeProcess.setOOMScoreAdjustment("-998")
        let names = ["user", "netns", "ipc", "uts"]
        let namespaces = names.map { open("\(directory)/\($0)", O_RDONLY | O_CLOEXEC) }
        try leaveFiles()
        for (name, descriptor) in zip(names, namespaces) where descriptor >= 0 {
            guard clinux_enter_namespace(descriptor) == 0 else {
                throw MonitorError("enter \(directory)/\(name)", code: errno)
            }
            close(descriptor)
            // Whoever we were is nobody in there. What is made from now on is owned by it.
            if name == "user", clinux_set_group(0) != 0 || clinux_set_user(0) != 0 {
                throw MonitorError("become root of the user namespace", code: errno)
            }
        }
        var ends: [Int32] = [-1, -1]
        guard clinux_pipe(&ends) == 0, clinux_unshare_processes() == 0 else {
            throw MonitorError("make a PID namespace", code: errno)
        }
        let child = clinux_fork()
        guard child >= 0 else { throw MonitorError("fork", code: errno) }
        if child == 0 { become(reportingTo: ends[1]) }
        close(ends[1])
        let report = String(decoding: Files.readAll(ends[0]) ?? [], as: UTF8.self)
        guard report == "ready" else { throw MonitorError(report) }
        return child
    }

    /// The life of process 1.
    private func become(reportingTo report: Int32) -> Never {
        setsid()
        clinux_set_name("pod-init")
        guard clinux_drop_privileges(Self.nobody) == 0 else {
            _ = Files.write(MonitorError("drop privileges", code: errno).message, to: report)
            _exit(1)
        }
        // Children whose end nobody is told of are never zombies.
        clinux_ignore_signal(SIGCHLD)
        _ = Files.write("ready", to: report)
        _ = clinux_close_from(0)
        while true { pause() }
    }

    /// An empty root, made before users that may not go the way to it.
    private func leaveFiles() throws(MonitorError) {
        let flags = UInt(CLINUX_MS_REC) | UInt(CLINUX_MS_PRIVATE)
        guard clinux_unshare_mounts() == 0, mount("none", "/", nil, flags, nil) == 0 else {
            throw MonitorError("make a mount namespace", code: errno)
        }
        let empty =
            UInt(CLINUX_MS_RDONLY) | UInt(CLINUX_MS_NOSUID) | UInt(CLINUX_MS_NODEV)
            | UInt(CLINUX_MS_NOEXEC)
        guard mount("none", directory, "tmpfs", empty, "size=4k,mode=555") == 0,
            chdir(directory) == 0, clinux_pivot_root_here() == 0,
            umount2(".", CLINUX_MNT_DETACH) == 0, chdir("/") == 0
        else { throw MonitorError("make an empty root at \(directory)", code: errno) }
    }
}
