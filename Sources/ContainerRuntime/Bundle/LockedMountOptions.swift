import Glibc

/// Options of a mount that root of a user namespace may not take away, and so has to name where it
/// mounts from there with options of its own: runc 1.1 does not find them out.
enum LockedMountOptions {
    private static let names: [(flag: UInt, option: String)] = [
        (1, "ro"), (2, "nosuid"), (4, "nodev"), (8, "noexec"), (1024, "noatime"),
        (2048, "nodiratime"),
    ]

    /// - Returns: in the words of mount(8); none where there is no such path.
    static func options(of path: String) -> [String] {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return [] }
        return options(flags: UInt(status.f_flag))
    }

    /// - Parameter flags: of statvfs(3).
    static func options(flags: UInt) -> [String] {
        names.filter { flags & $0.flag != 0 }.map(\.option)
    }
}
