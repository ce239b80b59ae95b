import CLinux
import Glibc

extension ProcessIdentity {
    /// Waits for the process's end on a pidfd; blocks the calling thread.
    ///
    /// - Parameter milliseconds: how long at most.
    /// - Returns: whether it has ended.
    /// - Throws: `SystemError`.
    public func waitForEnd(milliseconds: Int32) throws -> Bool {
        let descriptor = clinux_pidfd_open(id)
        guard descriptor >= 0 else {
            if errno == ESRCH || errno == EINVAL { return true }
            throw SystemError("pidfd_open", String(id))
        }
        defer { close(descriptor) }
        guard ProcessIdentity(id: id) == self else { return true }
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let count = poll(&waiting, 1, milliseconds)
        guard count >= 0 || errno == EINTR else { throw SystemError("poll", "pidfd") }
        return count > 0
    }
}
