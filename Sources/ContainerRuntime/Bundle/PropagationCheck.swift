import Glibc
import LinuxSystem

/// Whether mounts can go to and fro between the machine and a container, as the container asks for
/// it: otherwise they would just not appear, and nobody would know why.
enum PropagationCheck {
    /// - Throws: `RuntimeError.noPropagation`, in containerd's words.
    static func check(_ mounts: [ContainerMount]) throws {
        let asking = mounts.filter { $0.propagation != .private }
        if asking.isEmpty { return }
        let table = String(decoding: try File.read("/proc/self/mountinfo"), as: UTF8.self)
        for mount in asking {
            guard let id = mountID(of: mount.hostPath),
                let refusal = refusal(of: mount, mountID: id, table: table)
            else { continue }
            throw RuntimeError.noPropagation(refusal)
        }
    }

    /// - Parameters:
    ///   - mountID: of the mount that the path is on.
    ///   - table: as proc_pid_mountinfo(5) has it.
    static func refusal(of mount: ContainerMount, mountID: String, table: String) -> String? {
        for line in table.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count > 6, fields[0] == mountID else { continue }
            let tags = fields[6...].prefix { $0 != "-" }
            let isShared = tags.contains { $0.hasPrefix("shared:") }
            let isSlave = tags.contains { $0.hasPrefix("master:") }
            let kind = mount.propagation == .bidirectional ? "shared" : "shared or slave"
            if isShared || isSlave && mount.propagation == .hostToContainer { return nil }
            return
                "path \"\(mount.hostPath)\" is mounted on \"\(fields[4])\" but it is not a \(kind) mount"
        }
        return nil
    }

    private static func mountID(of path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | pathOnly)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard let info = try? File.read("/proc/self/fdinfo/\(descriptor)") else { return nil }
        return String(decoding: info, as: UTF8.self).split(separator: "\n")
            .first { $0.hasPrefix("mnt_id:") }?
            .split(whereSeparator: \.isWhitespace).last.map(String.init)
    }

    /// open(2)'s O_PATH, which the Glibc module does not have.
    private static let pathOnly: Int32 = 0o10000000
}
