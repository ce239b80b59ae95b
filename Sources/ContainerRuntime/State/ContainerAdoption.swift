import LinuxSystem

/// What a daemon finds of a container that a daemon before it left.
struct ContainerRemains: Sendable, Hashable {
    var phase: ContainerRecord.Phase
    /// What the monitor wrote when the container ended.
    var exit: ContainerExit?
    var monitorAlive: Bool
    /// Whether the container's first process is there.
    var processAlive: Bool
    /// Whether the OCI runtime still holds it back.
    var held: Bool
}

/// What is to be done about a container that a daemon before this one left.
enum ContainerAdoption: Sendable, Hashable {
    /// Nothing runs, nothing to do.
    case settle(ContainerState)
    /// It runs; wait for its end.
    case watch(startedAt: Int64, ProcessIdentity)
    /// It was created and recorded but not released.
    case release(startedAt: Int64, ProcessIdentity)
    /// It was on its way; take back what was done, so that it can be started again.
    case undoStart
    /// Nobody knows how it ended; kill what may be left of it.
    case abandon
    case finishRemoval

    /// The decision, from what was found alone.
    static func decide(_ remains: ContainerRemains) -> ContainerAdoption {
        switch remains.phase {
        case .removing:
            return .finishRemoval
        case .created:
            return .settle(.created)
        case .failed(let exit):
            return .settle(.exited(startedAt: nil, exit))
        case .starting:
            return .undoStart
        case .running(let startedAt, let process):
            if let exit = remains.exit { return .settle(.exited(startedAt: startedAt, exit)) }
            guard remains.monitorAlive else { return .abandon }
            return remains.held && remains.processAlive
                ? .release(startedAt: startedAt, process)
                : .watch(startedAt: startedAt, process)
        }
    }
}
