import LinuxSystem

extension OCIContainerRuntime {
    public func attach(containerID: String) async throws -> AttachedProcess {
        guard let entry = entries[containerID] else {
            throw RuntimeError.noSuchContainer(containerID)
        }
        guard entry.process != nil else {
            throw RuntimeError.wrongState(containerID: containerID, "not running")
        }
        let folder = folders.container(containerID)
        let settings = entry.record.configuration
        return try await blockingCall {
            try AttachedProcess(
                containerID: containerID, folder: folder, hasInput: settings.stdin,
                hasTerminal: settings.terminal)
        }
    }

    public func connect(sandboxID: String, port: UInt16) async throws -> Int32 {
        guard let sandbox = sandboxes[sandboxID] else {
            throw RuntimeError.noSuchSandbox(sandboxID)
        }
        guard sandbox.phase == .ready else { throw RuntimeError.sandboxNotReady(sandboxID) }
        let isHost = sandbox.configuration.namespaces.usesHostNetwork
        return try await LocalConnection.open(
            port: port, namespace: isHost ? nil : folders.networkNamespace(sandboxID))
    }
}
