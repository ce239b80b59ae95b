import CLinux
import Glibc

/// Starting programs with posix_spawn, which does not copy this process.
public enum ChildProcess {
    /// What a program left behind.
    public struct Result: Sendable, Hashable {
        /// 0...255; 128 + signal where a signal ended it.
        public var status: Int
        public var output: [UInt8]
        public var errorOutput: [UInt8]
    }

    /// Starts a program with default signal handling and no other descriptors than those named.
    ///
    /// - Parameters:
    ///   - arguments: without the program's own name.
    ///   - environment: `NAME=value`
    ///   - name: what the program is told to be called; nil is its path.
    ///   - descriptors: the child's descriptor to this process's; 0, 1 and 2 are `/dev/null` where
    ///     they are not named. A descriptor of this process may not be a target as well.
    /// - Returns: the process id; the caller waits for it.
    /// - Throws: `SystemError`.
    public static func spawn(
        _ path: String, _ arguments: [String], named name: String? = nil, environment: [String],
        descriptors: [Int32: Int32] = [:]
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (target, source) in descriptors.sorted(by: { $0.key < $1.key }) {
            posix_spawn_file_actions_adddup2(&actions, source, target)
        }
        for standard in Int32(0)...2 where descriptors[standard] == nil {
            posix_spawn_file_actions_addopen(&actions, standard, "/dev/null", O_RDWR, 0)
        }
        // Not everything that a program opens is closed on exec.
        clinux_spawn_close_from(&actions, max(2, descriptors.keys.max() ?? 2) + 1)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var pid: pid_t = 0
        let code = withCStrings([name ?? path] + arguments) { arguments in
            withCStrings(environment) { environment in
                posix_spawn(&pid, path, &actions, &attributes, arguments, environment)
            }
        }
        guard code == 0 else { throw SystemError("start", path, code: code) }
        return pid
    }

    /// Waits for a child to end. Blocks.
    ///
    /// - Returns: its status, 128 + signal where a signal ended it.
    public static func wait(_ pid: pid_t) throws -> Int {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 {
            guard errno == EINTR else { throw SystemError("waitpid", String(pid)) }
        }
        let signal = status & 0x7F
        return signal == 0 ? Int(status >> 8 & 0xFF) : 128 + Int(signal)
    }

    /// Runs a program to its end with `input` as its standard input. Blocks.
    ///
    /// All three streams are memory files rather than pipes: none fills up, and a grandchild that
    /// outlives the program holds nothing up.
    ///
    /// - Throws: `SystemError` where it cannot be started; its own failure is in the result.
    public static func run(
        _ path: String, _ arguments: [String], environment: [String], input: [UInt8] = []
    ) throws -> Result {
        let standardInput = try MemoryFile(input)
        let output = try MemoryFile()
        let errorOutput = try MemoryFile()
        let pid = try spawn(
            path, arguments, environment: environment,
            descriptors: [
                0: standardInput.descriptor, 1: output.descriptor, 2: errorOutput.descriptor,
            ])
        let status = try wait(pid)
        return Result(
            status: status, output: try output.contents(), errorOutput: try errorOutput.contents())
    }
}

/// Calls `body` with a null-terminated array of C strings.
private func withCStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
    let pointers = strings.map { strdup($0) }
    defer { pointers.forEach { free($0) } }
    return body(pointers + [nil])
}
