import Glibc
import JSON
import LinuxSystem

/// A device node of the host.
struct HostDevice: Sendable, Hashable {
    var path: String
    var isBlock: Bool
    var major: Int64
    var minor: Int64
    /// Permission bits.
    var mode: Int64
    var user: Int64
    var group: Int64

    /// In the form of the OCI runtime specification.
    var specification: JSONValue {
        [
            "path": .string(path), "type": isBlock ? "b" : "c", "major": .integer(major),
            "minor": .integer(minor), "fileMode": .integer(mode), "uid": .integer(user),
            "gid": .integer(group),
        ]
    }

    /// Every device below `folder`, but terminals and what each container has of its own.
    static func all(in folder: String = "/dev") -> [HostDevice] {
        let own = ["console", "fd", "mqueue", "ptmx", "pts", "shm"]
        var devices: [HostDevice] = []
        for name in File.names(in: folder) where !own.contains(name) {
            let path = "\(folder)/\(name)"
            var status = stat()
            guard lstat(path, &status) == 0 else { continue }
            switch status.st_mode & S_IFMT {
            case S_IFDIR: devices += all(in: path)
            case S_IFCHR, S_IFBLK: devices.append(HostDevice(path: path, status: status))
            default: break
            }
        }
        return devices
    }

    private init(path: String, status: stat) {
        self.path = path
        isBlock = status.st_mode & S_IFMT == S_IFBLK
        // As gnu_dev_major and gnu_dev_minor take the number apart.
        let device = UInt64(status.st_rdev)
        major = Int64((device >> 8 & 0xFFF) | (device >> 32 & ~0xFFF))
        minor = Int64((device & 0xFF) | (device >> 12 & ~0xFF))
        mode = Int64(status.st_mode & 0o7777)
        user = Int64(status.st_uid)
        group = Int64(status.st_gid)
    }
}
