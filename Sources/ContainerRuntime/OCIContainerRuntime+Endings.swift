import Glibc
import LinuxSystem
import Logging

extension OCIContainerRuntime {
    public func stopContainer(id: String, gracePeriod: Duration) async throws {
        // One that is just being started is started first, unless there is no time left.
        if gracePeriod <= .zero { await abandonStart(of: id) }
        await exclusively(id) {}
        guard let entry = entries[id], let process = entry.process else { return }
        if gracePeriod > .zero {
            let wanted = entry.record.configuration.stopSignal.flatMap(StopSignal.number)
            try process.signal(wanted ?? SIGTERM)
            if await hasEnded(id, within: gracePeriod) { return }
            // Whoever gives up waiting has not asked for the kill.
            try Task.checkCancellation()
        }
        try process.signal(SIGKILL)
        if await hasEnded(id, within: .seconds(2)) { return }
        // What somebody has frozen takes the signal when it is thawed, which this does.
        try cgroups.kill(entry.record.cgroup)
        guard await hasEnded(id, within: .seconds(10)) else {
            throw RuntimeError.notStoppable(containerID: id)
        }
    }

    /// Ends a start that is under way, which may wait for something that never comes: a mount
    /// source on a file server that does not answer.
    private func abandonStart(of id: String) async {
        guard entries[id]?.record.phase == .starting, isBusy(id) else { return }
        // The monitor may not have said yet who it is; it does so by a file in this folder.
        let signal = ChangeSignal()
        let watch = try? FileWatcher().watch(folder: folders.container(id), signal: signal)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await self.exclusively(id) {}
                signal.signal(.request)
            }
            while let record = entries[id]?.record, record.phase == .starting, isBusy(id) {
                try? killMonitor(of: id)
                try? cgroups.kill(record.cgroup)
                if await signal.wait().contains(.request) || Task.isCancelled { break }
            }
        }
        withExtendedLifetime(watch) {}
    }

    public func removeContainer(id: String) async throws {
        try await stopContainer(id: id, gracePeriod: .zero)
        try await exclusively(id) {
            guard let entry = entries[id] else { return }
            try await save(entry.record, phase: .removing)
            try await remove(entry.record)
        }
    }

    /// The last steps of a removal, whatever of them is done.
    func remove(_ record: ContainerRecord) async throws {
        try await cleanUp(record)
        let folder = folders.container(record.id)
        let target = folders.targetProcesses(record.id)
        try await blockingCall {
            try Mount.unmount(target)
            try File.removeTree(folder)
        }
        entries[record.id]?.connection?.cancel()
        entries[record.id] = nil
    }

    /// Removes the OCI runtime's state and the cgroup. Doing it here takes a tenth of the time
    /// that the runtimes' own `delete` takes.
    func cleanUp(_ record: ContainerRecord) async throws {
        let group = record.cgroup
        let state = "\(folders.ociRuntime)/\(record.id)"
        try await blockingCall { [cgroups] in
            try File.removeTree(state)
            try cgroups.clear(group)
        }
    }

    /// Waits for the end of a container without asking time and again.
    private func hasEnded(_ id: String, within limit: Duration) async -> Bool {
        guard entries[id]?.process != nil else { return true }
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        entries[id]?.waiters.append(continuation)
        return await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                for await _ in stream {}
                return !Task.isCancelled
            }
            group.addTask {
                try? await Task.sleep(for: limit)
                return false
            }
            let ended = await group.next() ?? false
            group.cancelAll()
            return ended
        }
    }

    /// Waits for the end of the container's monitor, which is the container's.
    func watch(_ id: String) {
        let connection = MonitorConnection(folder: folders.container(id)) { [weak self] in
            guard let self else { return }
            Task { await self.monitorEnded(id) }
        }
        entries[id]?.connection = connection
        if connection == nil {
            Task { await monitorEnded(id) }
        }
    }

    /// Takes note of how a container ended. Without an exit record nobody knows, and what is left
    /// of it is killed, since nothing reads its output any more.
    func monitorEnded(_ id: String) async {
        let folder = folders.container(id)
        let exit = try? await blockingCall { ExitRecord.read(folder: folder) }
        if let sandbox = entries[id]?.record.sandboxID { await checkProcessOne(of: sandbox) }
        guard let entry = entries[id], entry.process != nil,
            case .running(let startedAt) = entry.state
        else { return }
        if let exit {
            // With a PID namespace of its own the kernel has ended all of it.
            if sharesProcesses(entry.record) { try? cgroups.kill(entry.record.cgroup) }
            entries[id]?.state = .exited(startedAt: startedAt, exit)
        } else {
            logger.error("a container's monitor is gone", metadata: ["container.id": "\(id)"])
            try? cgroups.kill(entry.record.cgroup)
            entries[id]?.state = .unknown
        }
        entries[id]?.connection = nil
        for waiter in entry.waiters { waiter.finish() }
        entries[id]?.waiters = []
        emit(.exited(containerID: id, sandboxID: entry.record.sandboxID))
    }

    private func sharesProcesses(_ record: ContainerRecord) -> Bool {
        let options = sandboxes[record.sandboxID]?.configuration.namespaces
        return (record.configuration.processNamespace ?? options?.processes ?? .container)
            != .container
    }

    /// Removes every sandbox and container, the network and the cgroups: nothing of this runtime
    /// is left on the machine but logs.
    public func tearDown() async throws {
        for id in sandboxes.keys { try await removePodSandbox(id: id) }
        await network.tearDown()
        let root = configuration.cgroupRoot
        let run = [folders.sandboxes, folders.containers, folders.ociRuntime]
        try await blockingCall { [cgroups] in
            try cgroups.clear(root)
            for folder in run { try File.removeTree(folder) }
        }
    }
}
