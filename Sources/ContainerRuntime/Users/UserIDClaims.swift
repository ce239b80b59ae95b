import Glibc
import LinuxSystem

/// Who has which ids of this machine, for all daemons on it: a folder of links, `<first id>` to the
/// folder of the sandbox that has them. A claim lasts as long as that folder, so that nothing has to
/// be taken back after a crash. Its calls block.
struct UserIDClaims: Sendable {
    /// The same for every daemon.
    var folder = "/run/swiftlet-users"
    var users = SubordinateIDs.read("/etc/subuid")
    var groups = SubordinateIDs.read("/etc/subgid")

    /// No ids are left that are nobody's.
    struct Exhausted: Error, CustomStringConvertible {
        let description =
            "no ids are left for a user namespace; see \"swiftlet\" in /etc/subuid and /etc/subgid"
    }

    /// Claims the lowest free ids above those of the machine's own users.
    ///
    /// - Parameter sandbox: the sandbox's folder, which is there.
    /// - Throws: `Exhausted`, `SystemError`.
    func claim(for sandbox: String) throws -> UserIDRange {
        try File.makeFolders(folder, mode: 0o700)
        let lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard lock >= 0 else { throw SystemError("open", folder) }
        defer { close(lock) }
        guard flock(lock, LOCK_EX) == 0 else { throw SystemError("flock", folder) }
        let taken = held()
        guard let range = Self.lowest(besides: taken, users, groups) else { throw Exhausted() }
        let path = "\(folder)/\(range.first)"
        guard symlink(sandbox, path) == 0 else { throw SystemError("symlink", path) }
        return range
    }

    /// The first that neither a sandbox nor somebody else's line has.
    static func lowest(
        besides taken: Set<UInt32>, _ users: SubordinateIDs, _ groups: SubordinateIDs
    ) -> UserIDRange? {
        // The last one would end with the id that stands for none.
        for number in 1..<(UInt32.max / UserIDRange.count) {
            let range = UserIDRange(first: number * UserIDRange.count)
            if !taken.contains(range.first), users.allows(range), groups.allows(range) {
                return range
            }
        }
        return nil
    }

    /// Those whose sandboxes are there; the links of others are removed.
    private func held() -> Set<UInt32> {
        var held: Set<UInt32> = []
        for name in File.names(in: folder) {
            guard let first = UInt32(name) else { continue }
            // Follows the link.
            if File.exists("\(folder)/\(name)") {
                held.insert(first)
            } else {
                unlink("\(folder)/\(name)")
            }
        }
        return held
    }
}
