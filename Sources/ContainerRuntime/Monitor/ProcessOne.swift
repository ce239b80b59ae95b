import LinuxSystem

/// Process 1 of a Pod whose containers share their processes.
enum ProcessOne {
    /// Starts it in a group of its own below the Pod's and pins its PID namespace in the sandbox's
    /// folder. Blocks.
    ///
    /// - Throws: `RuntimeError.startFailed`, `SystemError`.
    static func start(
        _ monitor: String, folder: String, group: String, cgroups: CgroupHierarchy
    ) throws -> ProcessIdentity {
        try cgroups.create(group)
        // It joins before anything else, so that it goes with the Pod's cgroup whatever happens.
        let report = try MonitorProcess.start(
            monitor, arguments: ["--pod-init", folder] + cgroups.membershipFiles(of: group))
        switch report {
        case .failed(let reason):
            throw RuntimeError.startFailed("cannot start process 1 of the Pod: \(reason)")
        case .created(let id):
            guard let process = ProcessIdentity(id: id) else {
                throw RuntimeError.startFailed("process 1 of the Pod ended at once")
            }
            try PinnedNamespaces.pin(
                .processes, of: process,
                at: "\(folder)/\(PinnedNamespaces.Kind.processes.file)")
            return process
        }
    }
}
