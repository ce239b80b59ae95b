import CLinux
import Glibc
import LinuxSystem

/// A helper that was started, and our ends of what leads to it.
struct ExecLaunch {
    var helper: pid_t
    var control: Int32
    var streams = ExecProcess.Streams()

    /// Descriptors of the helper, besides the command's three.
    private enum Target {
        static let control: Int32 = 3
        static let configuration: Int32 = 4
        static let firstFree: Int32 = 5
    }

    /// - Throws: `SystemError`; then nothing is left open.
    init(_ specification: ExecSpecification, program: String) throws {
        var theirs = Descriptors()
        defer { theirs.closeAll() }
        var ours = Descriptors()
        do {
            var ends: [Int32] = [-1, -1]
            guard clinux_message_sockets(&ends) == 0 else { throw SystemError("socketpair") }
            control = ends[0]
            ours.all.append(control)
            var targets = [Target.control: try theirs.raise(ends[1])]
            let configuration = try MemoryFile(specification.render())
            targets[Target.configuration] = try theirs.raise(dup(configuration.descriptor))
            if !specification.request.terminal {
                try Self.connect(specification.request, &targets, &theirs, &ours, &streams)
            }
            helper = try ChildProcess.spawn(
                program, ["--exec"], named: "swiftlet-monitor", environment: [],
                descriptors: targets)
        } catch {
            ours.closeAll()
            throw error
        }
    }

    /// Pipes for what was asked for; the rest is /dev/null.
    private static func connect(
        _ request: ExecRequest, _ targets: inout [Int32: Int32], _ theirs: inout Descriptors,
        _ ours: inout Descriptors, _ streams: inout ExecProcess.Streams
    ) throws {
        func pipe() throws -> (read: Int32, write: Int32) {
            var ends: [Int32] = [-1, -1]
            guard clinux_pipe(&ends) == 0 else { throw SystemError("pipe2") }
            return (ends[0], ends[1])
        }
        func output(_ numbers: Int32...) throws -> Int32 {
            let ends = try pipe()
            let raised = try theirs.raise(ends.write)
            for number in numbers { targets[number] = raised }
            return ours.add(ends.read)
        }
        if request.standardInput {
            let ends = try pipe()
            targets[STDIN_FILENO] = try theirs.raise(ends.read)
            streams.standardInput = ours.add(ends.write)
        }
        switch request.output {
        case .together:
            streams.standardOutput = try output(STDOUT_FILENO, STDERR_FILENO)
        case .separate(let wantsOutput, let wantsError):
            if wantsOutput { streams.standardOutput = try output(STDOUT_FILENO) }
            if wantsError { streams.standardError = try output(STDERR_FILENO) }
        }
    }

    private struct Descriptors {
        var all: [Int32] = []

        /// Ours; does not block.
        mutating func add(_ descriptor: Int32) -> Int32 {
            _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
            all.append(descriptor)
            return descriptor
        }

        /// One of the helper's must not lie where another one goes.
        mutating func raise(_ descriptor: Int32) throws -> Int32 {
            defer { close(descriptor) }
            let raised = fcntl(descriptor, F_DUPFD_CLOEXEC, Target.firstFree)
            guard raised >= 0 else { throw SystemError("fcntl F_DUPFD_CLOEXEC") }
            all.append(raised)
            return raised
        }

        func closeAll() {
            for descriptor in all { close(descriptor) }
        }
    }
}
