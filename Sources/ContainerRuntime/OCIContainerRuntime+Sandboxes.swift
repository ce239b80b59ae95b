import Glibc
import LinuxSystem
import Logging

extension OCIContainerRuntime {
    public func podSandboxes(owner: SandboxOwner) -> [PodSandbox] {
        sandboxes.values
            .filter { $0.configuration.owner == owner && $0.phase != .creating }
            .sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
            .map(\.sandbox)
    }

    public func runPodSandbox(_ configuration: PodSandboxConfiguration) async throws -> PodSandbox {
        try await prepareHandler(configuration.runtimeHandler)
        var record = SandboxRecord(
            id: Self.makeID(), configuration: configuration, createdAt: Self.now(),
            phase: .creating)
        record.bootID = features.bootID
        if configuration.namespaces.hasOwnUsers {
            // Before the record, and so of no consequence where this ends here.
            record.users = try await claimUsers(of: record.id)
        }
        let id = record.id
        sandboxes[id] = record
        do {
            record.processOne = try await prepareHost(for: record)
            if !configuration.namespaces.usesHostNetwork {
                record.ipAddresses = try await network.connect(
                    sandboxID: id, namespacePath: folders.networkNamespace(id),
                    pod: configuration.metadata, ports: configuration.portMappings)
            }
            record.phase = .ready
            try await save(record)
            watchProcessOne(of: id)
        } catch is CancellationError {
            // Nobody waits for its plugins any more: the next daemon takes it back.
            throw CancellationError()
        } catch {
            await discard(record)
            throw error
        }
        return record.sandbox
    }

    public func stopPodSandbox(id: String) async throws {
        guard sandboxes[id] != nil else { return }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for container in containers(sandboxID: id) {
                group.addTask { try await self.stopContainer(id: container.id, gracePeriod: .zero) }
            }
            try await group.waitForAll()
        }
        try await exclusively(id) {
            guard var record = sandboxes[id],
                record.phase == .ready || lostNetworks.contains(id)
            else { return }
            try await disconnect(record)
            lostNetworks.remove(id)
            record.phase = .notReady
            try await save(record)
        }
    }

    public func removePodSandbox(id: String) async throws {
        try await stopPodSandbox(id: id)
        for container in containers(sandboxID: id) { try await removeContainer(id: container.id) }
        try await exclusively(id) {
            guard var record = sandboxes[id] else { return }
            if record.phase == .creating { return await discard(record) }
            record.phase = .removing
            try await save(record)
            try await removeHostState(of: record)
            processOnes[id] = nil
            sandboxes[id] = nil
        }
    }

    /// Folder, record, namespaces, shared memory, cgroup and process 1.
    private func prepareHost(for record: SandboxRecord) async throws -> ProcessIdentity? {
        let folder = folders.sandbox(record.id)
        let sharedMemory = folders.sharedMemory(record.id)
        let group = cgroup(record)
        let settings = record.configuration
        let monitor = configuration.monitorPath
        return try await blockingCall { [sandboxStore, cgroups] in
            try File.makeFolders(folder, mode: 0o711)
            try sandboxStore.save(record, id: record.id)
            try PinnedNamespaces.create(
                settings.namespaces.pinned, in: folder, hostName: settings.hostname,
                sysctls: settings.sysctls, users: record.users?.range)
            if !settings.namespaces.usesHostIPC {
                try File.makeFolders(sharedMemory)
                try Mount.mount(
                    "shm", on: sharedMemory, type: "tmpfs",
                    flags: [.noSetUserID, .noDevices, .noExecution],
                    data: "mode=1777,size=64m"
                        + (record.users.map { ",uid=\($0.range.first),gid=\($0.range.first)" } ?? "")
                )
            }
            try cgroups.create(group)
            var limits = CgroupLimits(settings.resources)
            limits.hugePageLimits = settings.resources.hugePageLimits ?? [:]
            try cgroups.apply(limits, to: group, formula: .linear)
            guard settings.namespaces.hasProcessOne else { return nil }
            return try ProcessOne.start(
                monitor, folder: folder, group: "\(group)/\(record.id)", cgroups: cgroups)
        }
    }

    /// Ids that no other sandbox of this machine has, as long as the sandbox's folder is there.
    private func claimUsers(of id: String) async throws -> PinnedUserNamespace {
        let folder = folders.sandbox(id)
        let path = folders.userNamespace(id)
        return try await blockingCall {
            guard Mount.canSetAttributes else { throw RuntimeError.noUserNamespaces }
            try File.makeFolders(folder, mode: 0o711)
            do {
                return PinnedUserNamespace(
                    path: path, range: try UserIDClaims().claim(for: folder))
            } catch {
                try? File.removeTree(folder)
                throw error
            }
        }
    }

    func disconnect(_ record: SandboxRecord) async throws {
        try await network.disconnect(
            sandboxID: record.id,
            namespacePath: lostNetworks.contains(record.id)
                ? "" : folders.networkNamespace(record.id),
            pod: record.configuration.metadata)
    }

    /// Takes back what was made of a sandbox that could not be finished. Plugins that do not take
    /// back the network leave the rest no longer than themselves.
    func discard(_ record: SandboxRecord) async {
        func attempt(_ step: () async throws -> Void) async {
            do {
                try await step()
            } catch {
                logger.error(
                    "could not take back an unfinished sandbox",
                    metadata: ["sandbox.id": "\(record.id)", "error": "\(error)"])
            }
        }
        await attempt { try await disconnect(record) }
        await attempt { try await removeHostState(of: record) }
        sandboxes[record.id] = nil
    }

    /// Everything but the network.
    func removeHostState(of record: SandboxRecord) async throws {
        let folder = folders.sandbox(record.id)
        let sharedMemory = folders.sharedMemory(record.id)
        let group = cgroup(record)
        try await blockingCall { [cgroups] in
            try PinnedNamespaces.remove(in: folder)
            try Mount.unmount(sharedMemory)
            try cgroups.clear(group)
            try File.removeTree(folder)
        }
    }

    func save(_ record: SandboxRecord) async throws {
        try await blockingCall { [sandboxStore] in try sandboxStore.save(record, id: record.id) }
        sandboxes[record.id] = record
    }

    private static func makeID() -> String {
        let digits = (0..<4).map { _ in
            let hexadecimal = String(UInt64.random(in: 0 ... .max), radix: 16)
            return String(repeating: "0", count: 16 - hexadecimal.count) + hexadecimal
        }
        return digits.joined()
    }
}

extension CgroupLimits {
    /// All limits of a Pod's own group.
    init(_ resources: LinuxResources) {
        self.init(
            cpuShares: resources.cpuShares, cpuQuota: resources.cpuQuota,
            cpuPeriod: resources.cpuPeriod, memoryLimit: resources.memoryLimit,
            pidsLimit: resources.pidsLimit)
    }
}
