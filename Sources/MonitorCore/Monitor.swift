import CLinux
import Glibc

/// One container's parent: makes it through the OCI runtime, writes its log, waits for its end and
/// records that. Single-threaded; `run` is the whole life of the process.
public struct Monitor: ~Copyable {
    /// `DIR`: configuration, sockets and records of this container.
    let directory: String
    /// Where the outcome of `create` is told; -1 where nobody asked.
    private var report: Int32

    /// - Parameter directory: absolute; holds `monitor.conf`.
    public init(directory: String) {
        self.directory = directory
        report = fcntl(3, F_GETFD) >= 0 ? 3 : -1
    }

    /// Leaves the caller's process group and returns in a process of its own, whose parent is the
    /// nearest sub-reaper; the calling process ends with 0.
    public mutating func daemonize() {
        switch clinux_fork() {
        case 0: break
        case -1:
            fail(MonitorError("fork", code: errno))
        default: _exit(0)
        }
        setsid()
        _ = clinux_close_from(4)
        if report >= 0 { _ = fcntl(report, F_SETFD, FD_CLOEXEC) }
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        for standard: Int32 in 0...2 { dup2(null, standard) }
        if null > 2 { close(null) }
        umask(0o022)
        for signal in [SIGTERM, SIGINT, SIGHUP, SIGPIPE, SIGXFSZ] { clinux_ignore_signal(signal) }
    }

    /// - Returns: the exit code of this process.
    public consuming func run() -> Int32 {
        do throws(MonitorError) {
            return try supervise()
        } catch {
            fail(error)
        }
    }

    private mutating func supervise() throws(MonitorError) -> Int32 {
        guard let bytes = Files.read(directory + "/monitor.conf") else {
            throw MonitorError("read \(directory)/monitor.conf", code: errno)
        }
        let configuration = try MonitorConfiguration(parsing: bytes)
        let childSignals = clinux_child_signals()
        guard childSignals >= 0, clinux_become_subreaper() == 0 else {
            throw MonitorError("become sub-reaper", code: errno)
        }
        let inherited = RuntimeProcess.setOOMScoreAdjustment("-999")
        guard chdir(directory) == 0 else { throw MonitorError("chdir \(directory)", code: errno) }
        let sockets = try ClientSockets(listeningAt: "monitor.sock")
        let console = configuration.terminal ? try ConsoleSocket(folder: directory) : nil
        chdir("/")
        guard Files.replace(directory + "/monitor.pid", with: "\(getpid())\n") else {
            throw MonitorError("write \(directory)/monitor.pid", code: errno)
        }
        let log = LogWriter(
            path: configuration.log, maximumSize: configuration.logSize,
            maximumFiles: configuration.logFiles)
        guard log.open() else { throw MonitorError("open log \(configuration.log)", code: errno) }
        let exitFile = ReservedFile(directory: directory, name: "exit")
        let runtime = RuntimeProcess(
            configuration: configuration, directory: directory, oomScoreAdjustment: inherited,
            consoleSocket: console?.path)
        let output = try OutputPipe.make()
        let errors = try OutputPipe.make()
        let hasPipe = configuration.standardInput && !configuration.terminal
        let input = hasPipe ? try OutputPipe.make() : nil
        let process = try runtime.create(
            input: input?.read, output: output.write, errorOutput: errors.write,
            errors: errors.read)
        var standardOutput = output.read
        var attachments = Attachments(
            input: input?.write, endsInput: configuration.standardInputOnce)
        if let console {
            close(output.read)
            standardOutput = try console.receiveTerminal()
            attachments.terminal = standardOutput
        }
        tell("created \(process)\n")
        var loop = EventLoop(
            log: log, standardOutput: standardOutput, standardError: errors.read,
            sockets: sockets, attachments: attachments, childSignals: childSignals,
            process: process,
            oomFile: configuration.oomFile)
        let record = loop.run()
        let recorded = exitFile.publish(record.text)
        // Those who wait hear of the end now: a busy disk may take half a second to have it all,
        // and only a crash of the machine, which no container survives, makes a difference.
        loop.sockets.closeAll()
        exitFile.synchronize()
        log.synchronize()
        return recorded ? 0 : 1
    }

    private mutating func tell(_ message: String) {
        guard report >= 0 else { return }
        _ = Files.write(message, to: report)
        close(report)
        report = -1
    }

    private func fail(_ error: MonitorError) -> Never {
        if report >= 0 { _ = Files.write("failed \(error.message)\n", to: report) }
        _exit(1)
    }
}
