import Glibc
import LinuxSystem
import Logging

extension OCIContainerRuntime {
    /// Takes over what a daemon before this one left.
    func adopt() async throws {
        let (sandboxRecords, incompleteSandboxes) = try await blockingCall { [sandboxStore] in
            sandboxStore.loadAll()
        }
        for record in sandboxRecords { sandboxes[record.id] = record }
        await prepareHandlers(of: sandboxRecords)
        let (containerRecords, incompleteContainers) = try await blockingCall { [containerStore] in
            containerStore.loadAll()
        }
        for record in containerRecords { await adopt(record) }
        for record in sandboxRecords { await adopt(record) }
        let leftovers =
            incompleteSandboxes.map(folders.sandbox) + incompleteContainers.map(folders.container)
        try await blockingCall {
            for folder in leftovers { try File.removeTree(folder) }
        }
    }

    private func adopt(_ record: SandboxRecord) async {
        switch record.phase {
        case .creating, .removing:
            // Its plugins may hang, which is no reason for anybody else to wait.
            Task {
                await exclusively(record.id) {
                    // Whoever removes all may have been faster.
                    if sandboxes[record.id] != nil { await discard(record) }
                }
            }
        case .ready where !isWhole(record):
            // The machine was started anew, and what the files held is gone. Plugins take back what
            // they made elsewhere when it is removed.
            sandboxes[record.id]?.phase = .notReady
            lostNetworks.insert(record.id)
        case .ready, .notReady:
            watchProcessOne(of: record.id)
        }
    }

    /// Whether a sandbox still has what its containers share.
    private func isWhole(_ record: SandboxRecord) -> Bool {
        guard record.bootID.isEmpty || record.bootID == features.bootID,
            PinnedNamespaces.arePinned(
                record.configuration.namespaces.pinned, in: folders.sandbox(record.id))
        else { return false }
        guard let process = record.processOne else { return true }
        return ProcessIdentity(id: process.id) == process
    }

    private func adopt(_ record: ContainerRecord) async {
        entries[record.id] = ContainerEntry(record: record, state: .created)
        if let sandbox = sandboxes[record.sandboxID] {
            logPacking.begin(folder: LogFolder.containing(logPath(record, in: sandbox)))
        }
        let remains = await self.remains(of: record)
        do {
            switch ContainerAdoption.decide(remains) {
            case .settle(let state):
                entries[record.id]?.state = state
            case .watch(let startedAt, _):
                entries[record.id]?.state = .running(startedAt: startedAt)
                watch(record.id)
            case .release(let startedAt, _):
                entries[record.id]?.state = .running(startedAt: startedAt)
                watch(record.id)
                try await release(record)
            case .undoStart:
                try await undoStart(of: record)
            case .abandon:
                try? cgroups.kill(record.cgroup)
                entries[record.id]?.state = .unknown
            case .finishRemoval:
                try await remove(record)
            }
        } catch {
            logger.error(
                "could not take over a container",
                metadata: ["container.id": "\(record.id)", "error": "\(error)"])
            entries[record.id]?.state = .unknown
        }
    }

    private func remains(of record: ContainerRecord) async -> ContainerRemains {
        let folder = folders.container(record.id)
        var remains = ContainerRemains(
            phase: record.phase, monitorAlive: false, processAlive: false,
            held: runtime(of: record.sandboxID).holds(record.id, root: folders.ociRuntime))
        let connection = MonitorConnection(folder: folder) {}
        remains.monitorAlive = connection != nil
        connection?.cancel()
        // After the monitor: one that was gone then has written this if it ever will.
        remains.exit = ExitRecord.read(folder: folder)
        if case .running(_, let process) = record.phase {
            remains.processAlive = ProcessIdentity(id: process.id) == process
        }
        return remains
    }

    /// Ends the monitor and the container that a start left half-made.
    private func undoStart(of record: ContainerRecord) async throws {
        let folder = folders.container(record.id)
        try killMonitor(of: record.id)
        try await cleanUp(record)
        for name in ["monitor.conf", "monitor.pid", "monitor.sock", "pid", "exit", "runtime.log"] {
            try File.removeTree("\(folder)/\(name)")
        }
        try await save(record, phase: .created)
        entries[record.id]?.state = .created
    }

    /// Kills a container's monitor and the OCI runtime below it.
    func killMonitor(of id: String) throws {
        try MonitorProcess.kill(folder: folders.container(id))
    }
}
