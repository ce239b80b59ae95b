import CLinux
import Glibc

/// `swiftlet-monitor --exec`: runs one command in a container and tells how it ended.
///
/// Standard input, output and error are the command's. On descriptor 3 is a socket to who asked,
/// on 4 a file with the configuration. Messages on the socket: `terminal` with the master side of
/// the command's terminal, then `started` or `failed REASON`, then `exited CODE`. What is asked
/// there: `kill`. When the other side is gone the command goes on, and this process with it, so
/// that somebody takes note of its end.
public struct ContainerExec: ~Copyable {
    private static let control: Int32 = 3
    private static let configuration: Int32 = 4

    private var child: pid_t = -1
    /// Tells why the command could not be run; ends when it runs.
    private var outcome: Int32 = -1
    private var hasControl = true

    public init() {}

    /// - Returns: the exit code of this process.
    public consuming func run() -> Int32 {
        _ = clinux_set_undumpable()
        _ = clinux_set_process_name("swiftlet-exec")
        for signal in [SIGTERM, SIGINT, SIGHUP, SIGPIPE] { clinux_ignore_signal(signal) }
        do throws(MonitorError) {
            let childSignals = clinux_child_signals()
            guard childSignals >= 0 else { throw MonitorError("signalfd", code: errno) }
            try start()
            return watch(childSignals)
        } catch {
            tell("failed \(error.message)")
            return 1
        }
    }

    private mutating func start() throws(MonitorError) {
        guard let bytes = Files.readAll(Self.configuration) else {
            throw MonitorError("read the configuration", code: errno)
        }
        let configuration = try ExecConfiguration(parsing: bytes)
        close(Self.configuration)
        _ = fcntl(Self.control, F_SETFD, FD_CLOEXEC)
        let namespaces = try ContainerNamespaces(
            of: configuration.process, startTime: configuration.startTime)
        try namespaces.enterForChildren()
        var ends: (Int32, Int32) = (-1, -1)
        let failed = withUnsafeMutablePointer(to: &ends) {
            $0.withMemoryRebound(to: Int32.self, capacity: 2) { clinux_pipe($0) != 0 }
        }
        if failed { throw MonitorError("pipe", code: errno) }
        child = clinux_fork()
        if child < 0 {
            // What a PID namespace says whose first process has ended.
            if errno == ENOMEM { throw MonitorError("the container is not running") }
            throw MonitorError("fork", code: errno)
        }
        if child == 0 {
            close(ends.0)
            let child = ExecChild(
                configuration: configuration, namespaces: namespaces, control: Self.control)
            if configuration.isFileTransfer { Self.transferFiles(child, outcome: ends.1) }
            _ = Files.write(child.run().message, to: ends.1)
            _exit(127)
        }
        close(ends.1)
        outcome = ends.0
        // The command's end of a pipe must not be held open here.
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        for standard: Int32 in 0...2 { dup2(null, standard) }
        if null > 2 { close(null) }
    }

    private static func transferFiles(_ child: ExecChild, outcome: Int32) -> Never {
        let transfer: FileTransfer
        do throws(MonitorError) {
            transfer = try child.becomeFileTransfer()
        } catch {
            _ = Files.write(error.message, to: outcome)
            _exit(127)
        }
        // As after exec(2): what is not the command's is gone, and who waits knows that it runs.
        _ = clinux_close_from(3)
        _exit(transfer.run())
    }

    /// Until the command has ended.
    private mutating func watch(_ childSignals: Int32) -> Int32 {
        while true {
            var waiting = (
                pollfd(fd: childSignals, events: Int16(POLLIN), revents: 0),
                pollfd(fd: outcome, events: Int16(POLLIN), revents: 0),
                pollfd(fd: hasControl ? Self.control : -1, events: Int16(POLLIN), revents: 0)
            )
            let ready = withUnsafeMutablePointer(to: &waiting) {
                $0.withMemoryRebound(to: pollfd.self, capacity: 3) { poll($0, 3, -1) }
            }
            guard ready > 0 else { continue }
            if waiting.1.revents != 0, let failure = readOutcome() {
                var status: Int32 = 0
                while waitpid(child, &status, 0) < 0 && errno == EINTR {}
                tell("failed \(failure)")
                return 1
            }
            if waiting.2.revents != 0 { obey() }
            if waiting.0.revents != 0, let status = reap() {
                if outcome >= 0, let failure = readOutcome() {
                    tell("failed \(failure)")
                    return 1
                }
                let record = ExitRecord(waitStatus: status, finishedAt: 0, outOfMemory: false)
                tell("exited \(record.code)")
                return 0
            }
        }
    }

    /// - Returns: why the command could not be run; nil where it was.
    private mutating func readOutcome() -> String? {
        let said = Files.readAll(outcome) ?? []
        close(outcome)
        outcome = -1
        if !said.isEmpty { return String(decoding: said, as: UTF8.self) }
        tell("started \(child)")
        return nil
    }

    private func reap() -> Int32? {
        var status: Int32 = 0
        return waitpid(child, &status, WNOHANG) == child ? status : nil
    }

    private mutating func obey() {
        var text: (UInt64, UInt64) = (0, 0)
        var passed: Int32 = -1
        let count = clinux_take_message(Self.control, &text, 16, &passed)
        if passed >= 0 { close(passed) }
        if count < 0 && (errno == EAGAIN || errno == EINTR) { return }
        guard count > 0 else {
            hasControl = false
            return
        }
        // The only order there is. The command leads a session of its own.
        kill(-child, SIGKILL)
        kill(child, SIGKILL)
    }

    private func tell(_ message: String) {
        var message = message
        _ = message.withUTF8 {
            clinux_send_message(Self.control, $0.baseAddress, UInt($0.count), -1)
        }
    }
}
