import CLinux
import Dispatch
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
    ///   - leadsGroup: whether it begins a process group, which has its process id.
    /// - Returns: the process id; the caller waits for it.
    /// - Throws: `SystemError`.
    public static func spawn(
        _ path: String, _ arguments: [String], named name: String? = nil, environment: [String],
        descriptors: [Int32: Int32] = [:], leadsGroup: Bool = false
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
            &attributes,
            Int16(
                POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
                    | (leadsGroup ? POSIX_SPAWN_SETPGROUP : 0)))

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
        let streams = try Streams(input: input)
        let pid = try spawn(
            path, arguments, environment: environment, descriptors: streams.descriptors)
        return try streams.result(status: wait(pid))
    }

    /// As `run`, but a program that takes longer is killed with all that it has started.
    ///
    /// - Parameter seconds: how long it may take.
    /// - Returns: nil where it was killed for that.
    public static func run(
        _ path: String, _ arguments: [String], environment: [String], input: [UInt8] = [],
        within seconds: Int
    ) throws -> Result? {
        let streams = try Streams(input: input)
        let pid = try spawn(
            path, arguments, environment: environment, descriptors: streams.descriptors,
            leadsGroup: true)
        guard let status = try wait(pid, seconds: seconds) else { return nil }
        return try streams.result(status: status)
    }

    private struct Streams: ~Copyable {
        let input: MemoryFile
        let output: MemoryFile
        let errors: MemoryFile

        init(input bytes: [UInt8]) throws {
            let input = try MemoryFile(bytes)
            let output = try MemoryFile()
            let errors = try MemoryFile()
            self.input = input
            self.output = output
            self.errors = errors
        }

        var descriptors: [Int32: Int32] {
            [0: input.descriptor, 1: output.descriptor, 2: errors.descriptor]
        }

        func result(status: Int) throws -> Result {
            Result(
                status: status, output: try output.contents(), errorOutput: try errors.contents())
        }
    }

    /// - Returns: its status; nil where its time was over and its process group has been killed.
    private static func wait(_ pid: pid_t, seconds: Int) throws -> Int? {
        // Nobody else waits for it, so that the id stays its own.
        let descriptor = clinux_pidfd_open(pid)
        guard descriptor >= 0 else { throw SystemError("pidfd_open", String(pid)) }
        defer { close(descriptor) }
        let clock = ContinuousClock()
        let end = clock.now + .seconds(seconds)
        var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while true {
            let left = max(end - clock.now, .zero) / .milliseconds(1)
            let count = poll(&event, 1, Int32(min(left.rounded(.up), Double(Int32.max))))
            if count > 0 { return try wait(pid) }
            guard count == 0 || errno == EINTR else { throw SystemError("poll", "pidfd") }
            if count == 0, clock.now >= end { break }
        }
        kill(-pid, SIGKILL)
        // A call into a kernel that does not answer is not ended by that: a thread waits for it.
        DispatchQueue(label: "swiftlet.child-process").async { _ = try? wait(pid) }
        return nil
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
