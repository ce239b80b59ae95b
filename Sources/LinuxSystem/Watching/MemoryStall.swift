import Glibc

/// Tells when processes of this machine have to wait for memory (the kernel's pressure stall
/// information, Documentation/accounting/psi.rst).
public enum MemoryStall {
    /// Calls `body` each time that processes waited for a tenth of two seconds, until the task is
    /// cancelled; returns at once on a kernel that does not tell.
    public static func follow(_ body: @escaping @Sendable () -> Void) async {
        let pressure = open("/proc/pressure/memory", O_RDWR | O_NONBLOCK | O_CLOEXEC)
        guard pressure >= 0 else { return }
        // Two seconds are the shortest window that needs no privilege.
        let trigger = "some 200000 2000000"
        var ends: [Int32] = [0, 0]
        guard trigger.withCString({ write(pressure, $0, strlen($0) + 1) }) > 0,
            pipe(&ends) == 0
        else {
            close(pressure)
            return
        }
        let (reading, writing) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        await withTaskCancellationHandler {
            try? await callOnOwnThread {
                defer {
                    close(pressure)
                    close(reading)
                }
                while wait(pressure, reading) { body() }
            }
        } onCancel: {
            close(writing)
        }
    }

    /// - Returns: false where nobody listens any more.
    private static func wait(_ pressure: Int32, _ end: Int32) -> Bool {
        while true {
            var waits = [
                pollfd(fd: pressure, events: Int16(POLLPRI), revents: 0),
                pollfd(fd: end, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&waits, 2, -1) > 0 || errno == EINTR else { return false }
            if waits[1].revents != 0 || waits[0].revents & Int16(POLLERR) != 0 { return false }
            if waits[0].revents & Int16(POLLPRI) != 0 { return true }
        }
    }
}
