import LinuxSystem

/// What the runtime knows of a container while it runs itself.
struct ContainerEntry {
    var record: ContainerRecord
    var state: ContainerState
    var connection: MonitorConnection?
    /// Those who wait for its end.
    var waiters: [AsyncStream<Void>.Continuation] = []

    var process: ProcessIdentity? {
        guard case .running(_, let process) = record.phase, case .running = state else {
            return nil
        }
        return process
    }

    var container: Container {
        Container(
            id: record.id, sandboxID: record.sandboxID, configuration: record.configuration,
            state: state, createdAt: record.createdAt, processID: process?.id ?? 0,
            user: record.user)
    }
}
