import FoundationEssentials
import Glibc
import JSON
import LinuxSystem
import Logging

extension OCIContainerRuntime {
    public func containers(sandboxID: String?) -> [Container] {
        entries.values
            .filter { sandboxID == nil || $0.record.sandboxID == sandboxID }
            .sorted { ($0.record.createdAt, $0.record.id) < ($1.record.createdAt, $1.record.id) }
            .map(\.container)
    }

    public func container(id: String) -> Container? { entries[id]?.container }

    /// What a container uses now; nil where it does not run.
    public func stats(containerID: String) async -> CgroupUsage? {
        guard let entry = entries[containerID], entry.process != nil else { return nil }
        return cgroups.usage(of: entry.record.cgroup)
    }

    public func createContainer(
        id: String, sandboxID: String, configuration: ContainerConfiguration
    ) async throws -> Container {
        try await exclusively(id) {
            if let entry = entries[id] { return entry.container }
            guard let sandbox = sandboxes[sandboxID] else {
                throw RuntimeError.noSuchSandbox(sandboxID)
            }
            guard sandbox.phase == .ready else { throw RuntimeError.sandboxNotReady(sandboxID) }
            let record = ContainerRecord(
                id: id, sandboxID: sandboxID, configuration: configuration,
                cgroup: cgroup(sandbox) + "/" + id, createdAt: Self.now(), phase: .created)
            let written = try await writeBundle(of: record, in: sandbox)
            let entry = ContainerEntry(record: written, state: .created)
            entries[id] = entry
            return entry.container
        }
    }

    public func startContainer(
        id: String, gate: @escaping @Sendable () async -> Void
    ) async throws -> Container {
        try await exclusively(id) {
            guard let entry = entries[id] else { throw RuntimeError.noSuchContainer(id) }
            switch entry.state {
            case .running: return entry.container
            case .exited, .unknown: throw RuntimeError.wrongState(containerID: id, "not startable")
            case .created: break
            }
            guard let sandbox = sandboxes[entry.record.sandboxID], sandbox.phase == .ready else {
                throw RuntimeError.sandboxNotReady(entry.record.sandboxID)
            }
            try await start(entry.record, in: sandbox, gate)
            return entries[id]!.container
        }
    }

    /// Folder, config.json and record; the record last, since a folder without one is discarded.
    ///
    /// - Returns: the record with what its image says about its user.
    private func writeBundle(
        of record: ContainerRecord, in sandbox: SandboxRecord
    ) async throws -> ContainerRecord {
        let (granted, withheld) = Capability.resolve(
            record.configuration.security, available: features.capabilities)
        if !withheld.isEmpty {
            logger.warning(
                "a container goes without capabilities that this process lacks",
                metadata: [
                    "container.id": "\(record.id)",
                    "capabilities": "\(withheld.joined(separator: ", "))",
                ])
        }
        let bundle = folders.bundle(record.id)
        let folder = folders.container(record.id)
        let options = sandbox.configuration.namespaces
        let processes = record.configuration.processNamespace ?? options.processes
        let target = try self.target(of: processes, in: sandbox)
        let targetFile = folders.targetProcesses(record.id)
        let (mappedMounts, mountList) = (
            folders.mappedMounts(record.id), folders.mappedMountList(record.id)
        )
        var specification = RuntimeSpecification(
            configuration: record.configuration,
            sandbox: folders.paths(
                ofSandbox: sandbox.id, options, container: record.id, processes: processes,
                users: sandbox.users),
            hostName: sandbox.configuration.hostname,
            identity: .init(user: 0, group: 0, additionalGroups: [], home: "/"),
            capabilities: granted, cgroup: "/" + record.cgroup, features: features)
        if runtime(of: sandbox.id).kind == .crun {
            specification.compiledSeccomp = seccompFilters[granted]
        }
        return try await blockingCall { [specification, containerStore, appArmorProfiles] in
            var specification = specification
            specification.identity = try UserDatabase(
                rootFileSystem: record.configuration.rootFileSystem
            ).resolve(record.configuration.security)
            let security = record.configuration.security
            try PropagationCheck.check(record.configuration.mounts)
            if specification.sandbox.users != nil {
                specification.lockedOptions = record.configuration.mounts.map {
                    LockedMountOptions.options(of: $0.hostPath)
                }
            }
            if security.privileged { specification.devices = HostDevice.all() }
            if case .localhost(let path) = security.seccomp {
                specification.seccompProfile = try SeccompProfile.load(path)
            }
            specification.appArmorProfile = try appArmorProfiles.name(for: security)
            do {
                try File.makeFolders(bundle, mode: 0o700)
                if let users = specification.sandbox.users {
                    try File.makeFolders(mappedMounts, mode: 0o700)
                    let entries = [users.path] + specification.mappedPaths
                    try File.write(entries.flatMap { Array($0.utf8) + [0] }, to: mountList)
                }
                if let target {
                    try PinnedNamespaces.pin(.processes, of: target, at: targetFile)
                }
                try File.write(
                    specification.render().serializedBytes(), to: bundle + "/config.json")
                var record = record
                record.user = ContainerUser(specification.identity)
                try containerStore.save(record, id: record.id)
                return record
            } catch {
                try? Mount.unmount(targetFile)
                try? File.removeTree(folder)
                throw error
            }
        }
    }

    /// The process whose PID namespace a container joins; nil where it joins none by a process.
    private func target(
        of processes: ProcessNamespace, in sandbox: SandboxRecord
    ) throws -> ProcessIdentity? {
        guard case .target(let id) = processes else { return nil }
        guard let entry = entries[id], entry.record.sandboxID == sandbox.id else {
            throw RuntimeError.noSuchContainer(id)
        }
        guard let process = entry.process else {
            throw RuntimeError.wrongState(containerID: id, "not running")
        }
        return process
    }

    private func start(
        _ record: ContainerRecord, in sandbox: SandboxRecord, _ gate: @Sendable () async -> Void
    ) async throws {
        try await save(record, phase: .starting)
        let report: MonitorProcess.Report
        do {
            report = try await runMonitor(of: record, in: sandbox)
        } catch {
            report = .failed("\(error)")
        }
        guard case .created(let pid) = report, let process = ProcessIdentity(id: pid) else {
            try await recordFailure(of: record, report)
            return
        }
        await gate()
        let startedAt = Self.now()
        try await save(record, phase: .running(startedAt: startedAt, process))
        watch(record.id)
        entries[record.id]?.state = .running(startedAt: startedAt)
        try await release(record)
    }

    /// Starts the monitor, and once the container is there, sets its CPU quota.
    private func runMonitor(
        of record: ContainerRecord, in sandbox: SandboxRecord
    ) async throws -> MonitorProcess.Report {
        let group = record.cgroup
        let settings = record.configuration
        let ociRuntime = runtime(of: record.sandboxID)
        let monitor = MonitorConfiguration(
            id: record.id, runtime: ociRuntime.path, runtimeRoot: folders.ociRuntime,
            bundle: folders.bundle(record.id),
            log: logPath(record, in: sandbox),
            logSize: settings.logMaximumSize, logFiles: settings.logMaximumFiles,
            terminal: settings.terminal, stdin: settings.stdin, stdinOnce: settings.stdinOnce,
            outOfMemoryFile: cgroups.oomEventsFile(group),
            mapsMounts: sandbox.users != nil,
            streamOwner: sandbox.users?.range.machineID(of: record.user?.id ?? 0),
            oomScoreAdjustment: sandbox.users == nil
                ? nil : RuntimeSpecification.oomScoreAdjustment(settings.resources, features),
            hidesUnifiedCgroups: ociRuntime.hidesUnifiedCgroups)
        let folder = folders.container(record.id)
        let program = configuration.monitorPath
        let quota = CgroupLimits(
            cpuQuota: settings.resources.cpuQuota, cpuPeriod: settings.resources.cpuPeriod)
        return try await blockingCall { [cgroups, logPacking] in
            try File.write(Array(monitor.render().utf8), to: folder + "/monitor.conf")
            let report = try MonitorProcess.start(program, folder: folder)
            if case .created = report {
                try cgroups.apply(quota, to: group, formula: .ociRuntime)
                logPacking.begin(folder: LogFolder.containing(monitor.log))
            }
            return report
        }
    }

    /// The file that a container's log is written to.
    func logPath(_ record: ContainerRecord, in sandbox: SandboxRecord) -> String {
        sandbox.configuration.logDirectory + "/" + record.configuration.logPath
    }

    /// Lets a created container run, and remembers the filter that its runtime compiled.
    func release(_ record: ContainerRecord) async throws {
        let root = folders.ociRuntime
        let ociRuntime = runtime(of: record.sandboxID)
        let compiled = "\(root)/\(record.id)/seccomp.bpf"
        do {
            try await blockingCall { try ociRuntime.release(record.id, root: root) }
        } catch {
            // Its first process may have ended already; the monitor then tells how.
            try? cgroups.kill(record.cgroup)
            logger.warning(
                "could not release a container",
                metadata: ["container.id": "\(record.id)", "error": "\(error)"])
        }
        let security = record.configuration.security
        let granted = Capability.resolve(security, available: features.capabilities).granted
        guard ociRuntime.kind == .crun, seccompFilters[granted] == nil,
            security.usesDefaultSeccomp,
            let filter = try? File.read(compiled)
        else { return }
        seccompFilters[granted] = Data(filter).base64EncodedString()
    }

    private func recordFailure(
        of record: ContainerRecord, _ report: MonitorProcess.Report
    ) async throws {
        let command = record.configuration.arguments.first ?? ""
        let message =
            if case .failed(let reason) = report {
                StartFailure.describe(reason, command: command)
            } else {
                "the container ended before it was started"
            }
        let exit = ContainerExit(
            exitCode: 128, finishedAt: Self.now(), reason: "StartError", message: message)
        try await cleanUp(record)
        try await save(record, phase: .failed(exit))
        entries[record.id]?.state = .exited(startedAt: nil, exit)
        throw RuntimeError.startFailed(message)
    }

    func save(_ record: ContainerRecord, phase: ContainerRecord.Phase) async throws {
        var record = record
        record.phase = phase
        try await blockingCall { [record, containerStore] in
            try containerStore.save(record, id: record.id)
        }
        entries[record.id]?.record = record
    }
}

extension UserDatabase {
    /// The users of an image; an image without the files has none.
    init(rootFileSystem: String) throws {
        let root = try RootedDirectory(path: rootFileSystem)
        self.init(
            passwd: (try? root.readFile("etc/passwd")) ?? [],
            group: (try? root.readFile("etc/group")) ?? [])
    }
}
