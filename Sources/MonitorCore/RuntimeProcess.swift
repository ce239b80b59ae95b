import CLinux
import Glibc

/// The OCI runtime's `create`, run to its end.
struct RuntimeProcess {
    let configuration: MonitorConfiguration
    /// The monitor's folder `DIR`.
    let directory: String
    /// The oom_score_adj this process was started with, which the container inherits.
    let oomScoreAdjustment: String
    /// Nil for a container without a terminal.
    let consoleSocket: String?

    var logFile: String { directory + "/runtime.log" }
    var pidFile: String { directory + "/pid" }

    var arguments: [String] {
        var arguments = [configuration.runtime, "--root", configuration.runtimeRoot]
        arguments += configuration.runtimeArguments
        arguments += ["--log", logFile, "--log-format", "json", "create"]
        arguments += ["--bundle", configuration.bundle, "--pid-file", pidFile]
        if let consoleSocket { arguments += ["--console-socket", consoleSocket] }
        return arguments + [configuration.id]
    }

    /// Creates the container with these outputs; they are closed here.
    ///
    /// - Parameter input: its standard input; nil is empty.
    /// - Returns: the process id of the container's first process.
    /// - Throws: what the runtime said last.
    func create(
        input: Int32? = nil, output: Int32, errorOutput: Int32, errors: Int32
    ) throws(MonitorError) -> pid_t {
        let child = try fork(input: input, output: output, errorOutput: errorOutput)
        if let input { close(input) }
        close(output)
        if errorOutput != output { close(errorOutput) }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 && errno == EINTR {}
        guard status == 0 else { throw failure(status, errors: errors) }
        let digits = (Files.read(pidFile) ?? []).prefix { (0x30...0x39).contains($0) }
        guard let process = pid_t(String(decoding: digits, as: UTF8.self)), process > 0 else {
            throw MonitorError("\(configuration.runtime) create left no process id in \(pidFile)")
        }
        guard Self.isChild(process) else {
            throw MonitorError("the container's first process \(process) ended during create")
        }
        return process
    }

    /// Whether it is ours to wait for. One that ended before the runtime did may have been reaped
    /// by the runtime, and nobody would ever tell of its end.
    private static func isChild(_ process: pid_t) -> Bool {
        var information = siginfo_t()
        return waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT) == 0
    }

    private func fork(
        input: Int32?, output: Int32, errorOutput: Int32
    ) throws(MonitorError) -> pid_t {
        var vector = arguments.map { strdup($0) }
        vector.append(nil)
        defer { for argument in vector { free(argument) } }
        let child = clinux_fork()
        if child < 0 { throw MonitorError("fork", code: errno) }
        if child > 0 { return child }
        if let input { dup2(input, STDIN_FILENO) }
        dup2(output, STDOUT_FILENO)
        dup2(errorOutput, STDERR_FILENO)
        if let owner = configuration.streamOwner {
            for standard in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
                var status = stat()
                // What is no pipe is /dev/null.
                guard fstat(standard, &status) == 0, status.st_mode & S_IFMT == S_IFIFO else {
                    continue
                }
                _ = fchown(standard, uid_t(owner), gid_t.max)
            }
        }
        clinux_reset_signals()
        let adjustment = configuration.oomScoreAdjustment
        Self.setOOMScoreAdjustment(adjustment.isEmpty ? oomScoreAdjustment : adjustment)
        if configuration.hideUnified || configuration.mapMounts {
            guard Self.leaveMounts(wholly: configuration.mapMounts) else {
                fail("cannot make a mount namespace")
            }
        }
        if configuration.hideUnified, !Self.hideUnifiedHierarchy() {
            fail("cannot hide /sys/fs/cgroup/unified")
        }
        if configuration.mapMounts {
            do throws(MonitorError) {
                try MappedMounts(directory: directory).make()
            } catch {
                _ = Files.write(error.message, to: STDERR_FILENO)
                _exit(127)
            }
        }
        execv(configuration.runtime, vector)
        fail("cannot run \(configuration.runtime)")
    }

    /// In the child: says why on what will be read as the runtime's standard error.
    private func fail(_ what: String) -> Never {
        _ = Files.write(MonitorError(what, code: errno).message, to: STDERR_FILENO)
        _exit(127)
    }

    private func failure(_ status: Int32, errors: Int32) -> MonitorError {
        if let message = RuntimeLog.lastError(Files.text(logFile)) { return MonitorError(message) }
        _ = fcntl(errors, F_SETFL, O_NONBLOCK)
        let said = String(decoding: Files.readAll(errors) ?? [], as: UTF8.self)
        if let line = RuntimeLog.lastLine(said) { return MonitorError(line) }
        let record = ExitRecord(waitStatus: status, finishedAt: 0, outOfMemory: false)
        return MonitorError("\(configuration.runtime) create ended with code \(record.code)")
    }

    private static let cgroups = "/sys/fs/cgroup"

    /// What is mounted and unmounted from now on is so for the OCI runtime alone, and goes with it.
    ///
    /// - Parameter wholly: else only what is done to the mounts of cgroups: other mounts stay shared
    ///   with the machine, which containers may have asked for (mountPropagation).
    private static func leaveMounts(wholly: Bool) -> Bool {
        guard clinux_unshare_mounts() == 0 else { return false }
        if !wholly, mount("none", cgroups, nil, UInt(CLINUX_MS_PRIVATE), nil) == 0 { return true }
        let flags = UInt(CLINUX_MS_REC) | UInt(CLINUX_MS_SLAVE)
        return mount("none", "/", nil, flags, nil) == 0
    }

    private static func hideUnifiedHierarchy() -> Bool {
        umount2(cgroups + "/unified", CLINUX_MNT_DETACH) == 0
            || errno == EINVAL || errno == ENOENT
    }

    /// - Returns: the value there was.
    @discardableResult
    static func setOOMScoreAdjustment(_ value: String) -> String {
        let descriptor = open("/proc/self/oom_score_adj", O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return value }
        defer { close(descriptor) }
        let old = String(decoding: Files.readAll(descriptor) ?? [], as: UTF8.self)
        _ = Files.write(value, to: descriptor)
        return old
    }
}
