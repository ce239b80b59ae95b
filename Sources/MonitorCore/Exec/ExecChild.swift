import CLinux
import Glibc

/// The process that becomes the command: it was forked into the container's PID namespace and
/// takes on the rest.
struct ExecChild {
    let configuration: ExecConfiguration
    let namespaces: ContainerNamespaces
    /// Where the master side of the terminal goes.
    let control: Int32

    /// Returns only where it fails.
    func run() -> MonitorError {
        do throws(MonitorError) {
            try prepare()
        } catch {
            return error
        }
        return ExecCommand(
            arguments: configuration.arguments, environment: configuration.environment
        ).run()
    }

    /// Becomes what the command would be; then it copies files itself.
    func becomeFileTransfer() throws(MonitorError) -> FileTransfer {
        let transfer = try FileTransfer(configuration.arguments)
        // No program is run that would bring the profile along.
        let label = try openAppArmorLabel()
        try prepare()
        if let label, let profile = configuration.appArmorProfile {
            guard Files.write("changeprofile \(profile)", to: label) else {
                throw MonitorError("take the AppArmor profile \(profile)", code: errno)
            }
        }
        return transfer
    }

    private func prepare() throws(MonitorError) {
        clinux_reset_signals()
        setsid()
        let cgroups = try openCgroups()
        if let adjustment = configuration.oomScoreAdjustment {
            RuntimeProcess.setOOMScoreAdjustment(adjustment)
        }
        try setLabels()
        // Root of a user namespace may not give away what is the machine's.
        if let owner = configuration.streamOwner { giveStreams(to: owner) }
        try namespaces.enter()
        if !configuration.keyring.isEmpty { _ = clinux_join_session_keyring(configuration.keyring) }
        if configuration.terminal { try openTerminal() }
        giveStreams(to: configuration.user)
        try join(cgroups)
        for limit in configuration.limits {
            guard set(limit) else { throw MonitorError("set a resource limit", code: errno) }
        }
        umask(configuration.umask)
        // Root may enter a folder that the user may not, and the other way round.
        let isThere = chdir(configuration.workingDirectory) == 0
        try ExecCredentials(configuration: configuration).take()
        if !isThere { try changeDirectory() }
        try checkDirectory()
    }

    /// As far as this process may: a daemon that was started again may have less to give than the one
    /// that made the container, and a limit is no reason to run nothing.
    private func set(_ limit: ExecConfiguration.ResourceLimit) -> Bool {
        if clinux_set_resource_limit(limit.resource, limit.soft, limit.hard) == 0 { return true }
        guard errno == EPERM else { return false }
        let most = min(clinux_hard_resource_limit(limit.resource), limit.hard)
        return clinux_set_resource_limit(limit.resource, min(limit.soft, most), most) == 0
    }

    /// A program may open its outputs again by their names in /dev.
    private func giveStreams(to user: UInt32) {
        for standard: Int32 in 0...2 where Self.isPipeOrTerminal(standard) {
            _ = fchown(standard, user, gid_t.max)
        }
    }

    /// Files of the host, so before its paths are gone.
    private func openCgroups() throws(MonitorError) -> [Int32] {
        var descriptors: [Int32] = []
        for file in configuration.cgroups {
            let descriptor = open(file, O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw MonitorError("open \(file)", code: errno) }
            descriptors.append(descriptor)
        }
        return descriptors
    }

    /// Late, since a container's limit of a few milliseconds would hold up what is done before.
    private func join(_ cgroups: [Int32]) throws(MonitorError) {
        for (file, descriptor) in zip(configuration.cgroups, cgroups) {
            // 0 is who writes.
            guard Files.write("0", to: descriptor) else {
                throw MonitorError("write \(file)", code: errno)
            }
            close(descriptor)
        }
    }

    /// What the security modules shall do when the program is run.
    private func setLabels() throws(MonitorError) {
        if let profile = configuration.appArmorProfile, !profile.isEmpty {
            try writeAttribute(["apparmor/exec", "exec"], "exec \(profile)")
        }
        if let label = configuration.selinuxLabel, !label.isEmpty {
            try writeAttribute(["exec"], label)
        }
    }

    /// The file by which this process changes its profile at once; of the host's /proc, so before
    /// its paths are gone. Nil where the container has none.
    private func openAppArmorLabel() throws(MonitorError) -> Int32? {
        guard let profile = configuration.appArmorProfile, !profile.isEmpty else { return nil }
        for file in ["apparmor/current", "current"] {
            let descriptor = open("/proc/self/attr/\(file)", O_WRONLY | O_CLOEXEC)
            if descriptor >= 0 { return descriptor }
        }
        throw MonitorError("take the AppArmor profile \(profile)", code: errno)
    }

    private func writeAttribute(_ files: [String], _ value: String) throws(MonitorError) {
        for file in files {
            let descriptor = open("/proc/self/attr/\(file)", O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            defer { close(descriptor) }
            guard Files.write(value, to: descriptor) else {
                throw MonitorError("set the security label \(value)", code: errno)
            }
            return
        }
        throw MonitorError("set the security label \(value)", code: errno)
    }

    private func openTerminal() throws(MonitorError) {
        let master = clinux_open_terminal()
        guard master >= 0 else {
            throw MonitorError("open a terminal in the container", code: errno)
        }
        let terminal = clinux_open_terminal_peer(master)
        guard terminal >= 0 else {
            throw MonitorError("open a terminal in the container", code: errno)
        }
        if configuration.columns > 0 {
            _ = clinux_resize_terminal(terminal, configuration.columns, configuration.rows)
        }
        guard clinux_send_message(control, "terminal", 8, master) == 8 else {
            throw MonitorError("hand over the terminal", code: errno)
        }
        close(master)
        for standard: Int32 in 0...2 { dup2(terminal, standard) }
        if terminal > 2 { close(terminal) }
        guard clinux_make_controlling_terminal(0) == 0 else {
            throw MonitorError("take the terminal", code: errno)
        }
    }

    private static func isPipeOrTerminal(_ descriptor: Int32) -> Bool {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return false }
        return status.st_mode & S_IFMT == S_IFIFO || isatty(descriptor) == 1
    }

    private func changeDirectory() throws(MonitorError) {
        guard chdir(configuration.workingDirectory) == 0 else {
            throw MonitorError(
                "chdir to cwd (\"\(configuration.workingDirectory)\") set in config.json failed: "
                    + ExecCommand.reason(errno))
        }
    }

    /// A path like /proc/self/fd/7 may lead back to the host.
    private func checkDirectory() throws(MonitorError) {
        guard let path = getcwd(nil, 0) else {
            throw MonitorError("find the working directory", code: errno)
        }
        defer { free(path) }
        guard path[0] == CChar(bitPattern: UInt8(ascii: "/")) else {
            throw MonitorError("the working directory is outside of the container")
        }
    }
}
