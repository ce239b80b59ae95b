import Glibc

/// How many files a process may have open at a time (getrlimit(2), `RLIMIT_NOFILE`).
public struct OpenFilesLimit: Sendable, Hashable {
    /// What holds.
    public var soft: UInt64
    /// How far the process itself may raise it.
    public var hard: UInt64

    public init(soft: UInt64, hard: UInt64) {
        self.soft = soft
        self.hard = hard
    }

    /// What this process was started with, as long as `raise` is the only one to change it.
    public static let inherited: OpenFilesLimit = {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return OpenFilesLimit(soft: UInt64(limit.rlim_cur), hard: UInt64(limit.rlim_max))
    }()

    /// Has this process open as many as it may. Programs that it starts inherit that: where they
    /// may use select(2), which knows 1,024 files, they should be given `inherited` back.
    public static func raise() {
        var limit = rlimit(
            rlim_cur: rlim_t(inherited.hard), rlim_max: rlim_t(inherited.hard))
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
