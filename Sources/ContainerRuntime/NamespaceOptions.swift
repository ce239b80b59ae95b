/// Whose processes a container sees and may signal (`NamespaceOption.pid` of the CRI).
public enum ProcessNamespace: Sendable, Hashable, Codable {
    /// Its own alone.
    case container
    /// Those of all containers of its Pod that share them.
    case pod
    /// All of the machine.
    case node
    /// Those of another container of its Pod, which has to run.
    case target(containerID: String)
}

/// Which namespaces a Pod's containers share with each other or with the machine
/// (`NamespaceOption` of the CRI).
public struct NamespaceOptions: Sendable, Hashable, Codable, EmptyInitializable {
    /// The machine's network, and its host name.
    public var usesHostNetwork: Bool
    /// The machine's System V IPC, message queues and /dev/shm.
    public var usesHostIPC: Bool
    public var processes: ProcessNamespace
    /// Users and groups of its own, who are nobody on the machine; then nothing of the machine's can
    /// be shared.
    @DefaultWhenAbsent public var hasOwnUsers: Bool

    public init(
        usesHostNetwork: Bool = false, usesHostIPC: Bool = false,
        processes: ProcessNamespace = .container, hasOwnUsers: Bool = false
    ) {
        self.usesHostNetwork = usesHostNetwork
        self.usesHostIPC = usesHostIPC
        self.processes = processes
        self.hasOwnUsers = hasOwnUsers
    }

    public init() {
        self.init(usesHostNetwork: false)
    }
}
