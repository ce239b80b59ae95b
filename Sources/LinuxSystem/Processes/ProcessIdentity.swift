import CLinux
import Glibc

/// A process told apart from a later one with the same id by when it started.
public struct ProcessIdentity: Sendable, Hashable, Codable {
    public var id: Int32
    /// Clock ticks since boot, field 22 of /proc/PID/stat.
    public var startTime: UInt64

    /// Nil where no such process is.
    public init?(id: Int32) {
        guard id > 0, let stat = try? File.read("/proc/\(id)/stat"),
            let startTime = Self.startTime(inStat: stat)
        else { return nil }
        self.id = id
        self.startTime = startTime
    }

    /// Sends a signal to this process and no other: a pidfd is opened, then the start time is
    /// compared, so the id cannot be taken over in between.
    ///
    /// - Returns: false where the process is gone.
    /// - Throws: `SystemError`.
    @discardableResult
    public func signal(_ number: Int32) throws -> Bool {
        let descriptor = clinux_pidfd_open(id)
        guard descriptor >= 0 else {
            if errno == ESRCH || errno == EINVAL { return false }
            throw SystemError("pidfd_open", String(id))
        }
        defer { close(descriptor) }
        guard ProcessIdentity(id: id) == self else { return false }
        guard clinux_pidfd_send_signal(descriptor, number) == 0 else {
            if errno == ESRCH { return false }
            throw SystemError("pidfd_send_signal", String(id))
        }
        return true
    }

    /// The process's name may hold spaces and parentheses, so fields count from the last `)`.
    static func startTime(inStat stat: [UInt8]) -> UInt64? {
        guard let end = stat.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let fields = stat[(end + 1)...].split(separator: UInt8(ascii: " "))
        guard fields.count > 19 else { return nil }
        return UInt64(String(decoding: fields[19], as: UTF8.self))
    }
}
