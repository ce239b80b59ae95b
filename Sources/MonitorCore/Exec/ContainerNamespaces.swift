import CLinux
import Glibc

/// The namespaces of a running process, held open, and the way into them.
struct ContainerNamespaces {
    /// In the order in which they are entered: the user namespace gives the right to the others,
    /// and with the mount namespace the paths of the host are gone.
    private static let kinds = ["user", "ipc", "uts", "net", "cgroup", "time", "mnt"]

    private let processes: Int32
    private let others: [(kind: String, descriptor: Int32)]

    /// Opens those that the process has and we have not. Whatever made it share one with the host
    /// or its Pod, what it lives in is what is entered.
    ///
    /// - Parameter startTime: tells the process from a later one with the same id.
    init(of process: Int32, startTime: UInt64) throws(MonitorError) {
        let folder = Glibc.open("/proc/\(process)", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0, Self.startTime(folder) == startTime else {
            throw MonitorError("the container is not running")
        }
        defer { close(folder) }
        processes = try Self.descriptor(of: "pid", in: folder) ?? -1
        var others: [(String, Int32)] = []
        for kind in Self.kinds {
            if let descriptor = try Self.descriptor(of: kind, in: folder) {
                others.append((kind, descriptor))
            }
        }
        self.others = others
    }

    /// Has the children of this process be in the container's PID namespace.
    func enterForChildren() throws(MonitorError) {
        guard processes >= 0 else { return }
        guard clinux_setns(processes) == 0 else {
            throw MonitorError("enter the PID namespace", code: errno)
        }
    }

    /// Enters the rest.
    func enter() throws(MonitorError) {
        for (kind, descriptor) in others {
            guard clinux_setns(descriptor) == 0 else {
                throw MonitorError("enter the \(kind) namespace", code: errno)
            }
            // Whoever we were is nobody in there.
            if kind == "user", clinux_set_group(0) != 0 || clinux_set_user(0) != 0 {
                throw MonitorError("become root of the user namespace", code: errno)
            }
        }
    }

    /// Nil for the one that we are in ourselves, which cannot be entered or need not be.
    private static func descriptor(
        of kind: String, in folder: Int32
    ) throws(MonitorError) -> Int32? {
        var theirs = stat()
        var ours = stat()
        guard fstatat(folder, "ns/\(kind)", &theirs, 0) == 0 else {
            // A kernel without this kind.
            if errno == ENOENT { return nil }
            throw MonitorError("look at the \(kind) namespace", code: errno)
        }
        if stat("/proc/self/ns/\(kind)", &ours) == 0, ours.st_ino == theirs.st_ino,
            ours.st_dev == theirs.st_dev
        {
            return nil
        }
        let descriptor = openat(folder, "ns/\(kind)", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw MonitorError("open the \(kind) namespace", code: errno) }
        return descriptor
    }

    /// Field 22 of proc_pid_stat(5); the name before may hold spaces and parentheses.
    private static func startTime(_ folder: Int32) -> UInt64? {
        let file = openat(folder, "stat", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        let text = Files.readAll(file) ?? []
        guard let end = text.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let fields = text[(end + 1)...].split(separator: UInt8(ascii: " "))
        guard fields.count > 19 else { return nil }
        return UInt64(String(decoding: fields[19], as: UTF8.self))
    }
}
