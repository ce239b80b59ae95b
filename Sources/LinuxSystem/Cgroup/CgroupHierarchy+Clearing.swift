import CLinux
import Glibc

extension CgroupHierarchy {
    /// Kills what runs in the group and below it, waits until it is gone and removes the groups;
    /// fine where there is no such group. Blocks.
    ///
    /// - Throws: `SystemError` with `EBUSY` where processes are left after ten seconds.
    public func clear(_ group: String) throws {
        guard exists(group) else { return }
        try killAndWait(group)
        // A group is busy for a moment longer than its last process is there, and cgroup v1 tells
        // nobody when that is over.
        var pause: useconds_t = 500
        while true {
            do {
                return try remove(group)
            } catch let error as SystemError where error.code == EBUSY && pause < 500_000 {
                usleep(pause)
                pause *= 2
            }
        }
    }

    private func killAndWait(_ group: String) throws {
        let processes = try processes(in: group)
        if processes.isEmpty { return }
        let descriptors = processes.map { clinux_pidfd_open($0) }.filter { $0 >= 0 }
        defer { for descriptor in descriptors { close(descriptor) } }
        try kill(group)
        let patience: Int32 = 10_000
        for descriptor in descriptors {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, patience) == 1 else {
                throw SystemError("kill the processes of", group, code: EBUSY)
            }
        }
    }
}
