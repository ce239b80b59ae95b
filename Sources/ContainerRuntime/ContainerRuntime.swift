import LinuxSystem

/// Something that happened to a container without being asked for by a call.
public enum ContainerEvent: Sendable, Hashable {
    case exited(containerID: String, sandboxID: String)
    /// The sandbox is not ready any more although nobody stopped it: the process that its
    /// containers need has ended. Told before the ends of those containers.
    case sandboxEnded(sandboxID: String)
}

/// What runs Pod sandboxes and containers, in the vocabulary of the CRI.
///
/// Every call is safe to repeat: stopping what is stopped and removing what is gone succeed.
public protocol ContainerRuntime: Sendable {
    /// Makes a sandbox with its namespaces, network and cgroup; on an error nothing is left behind.
    func runPodSandbox(_ configuration: PodSandboxConfiguration) async throws -> PodSandbox
    /// Kills what still runs in the sandbox and takes its network down.
    func stopPodSandbox(id: String) async throws
    /// Stops the sandbox and removes it, its containers, namespaces and cgroup. Logs stay.
    func removePodSandbox(id: String) async throws
    func podSandboxes(owner: SandboxOwner) async -> [PodSandbox]

    /// Makes a container, ready to start: monitor, OCI runtime `create`, log file.
    ///
    /// - Parameter id: 64 hexadecimal digits; the caller chooses it, since the root file system
    ///   was prepared under it.
    func createContainer(
        id: String, sandboxID: String, configuration: ContainerConfiguration
    ) async throws -> Container
    /// Starts a created container. One that cannot be started (command not found) throws and then
    /// is in state `exited` with code 128 and reason `StartError`.
    ///
    /// - Parameter gate: awaited when all is set up and only the container's own first step is
    ///   missing, so that containers can be set up beside each other and still begin in an order.
    func startContainer(
        id: String, gate: @escaping @Sendable () async -> Void
    ) async throws -> Container
    /// Signals the container (its stop signal), waits for its end up to the grace period, then
    /// kills it; returns when it has ended.
    ///
    /// - Parameter gracePeriod: zero kills at once.
    func stopContainer(id: String, gracePeriod: Duration) async throws
    /// Removes an ended container and its state; one that runs is killed first. The log stays.
    func removeContainer(id: String) async throws
    /// The containers of one sandbox, or all, in the order of their creation.
    func containers(sandboxID: String?) async -> [Container]
    func container(id: String) async -> Container?
    /// Gives a container that runs other limits of cpu and memory; they hold for its next start too.
    func updateContainerResources(id: String, _ resources: LinuxResources) async throws
    /// As `updateContainerResources`, of all containers of a sandbox together.
    func updatePodSandboxResources(id: String, _ resources: LinuxResources) async throws
    /// Sets limits of a group that holds Pods: the root of all (`""`), `burstable`, `besteffort`.
    func updateGroup(_ name: String, _ resources: LinuxResources) async throws
    /// What a container uses now; nil where it does not run.
    func stats(containerID: String) async -> CgroupUsage?
    /// Starts a command in a running container, as the user and with the rights that its first
    /// process was given, and returns when it runs.
    ///
    /// - Throws: `RuntimeError.execFailed` for a command that cannot be run, `wrongState` where the
    ///   container does not run.
    func exec(containerID: String, _ request: ExecRequest) async throws -> ExecProcess
    /// Runs a command in a running container and returns what it wrote and how it ended. When the
    /// caller's task is cancelled, the command is killed.
    ///
    /// - Parameters:
    ///   - timeout: how long it may take before it is killed; nil is forever.
    ///   - outputLimit: bytes of output that are kept.
    /// - Throws: `RuntimeError.execTimedOut`, else as `exec`.
    func execSync(
        containerID: String, command: [String], timeout: Duration?, outputLimit: Int
    ) async throws -> ExecResult
    /// What all of a sandbox uses now; nil where it is gone.
    func podSandboxStats(id: String) async -> CgroupUsage?
    /// Connects to a running container's streams: its output from now on, its input where it was
    /// made with one.
    ///
    /// - Throws: `RuntimeError.wrongState` where the container does not run.
    func attach(containerID: String) async throws -> AttachedProcess
    /// Connects to a TCP port of the sandbox's own localhost.
    ///
    /// - Returns: a socket that does not block and belongs to the caller.
    /// - Throws: `LocalConnection.Failure` where nothing listens there.
    func connect(sandboxID: String, port: UInt16) async throws -> Int32
    /// What happens from now on; each caller has a stream of its own.
    func events() async -> AsyncStream<ContainerEvent>
}

extension ContainerRuntime {
    /// Starts a created container without waiting for another one.
    public func startContainer(id: String) async throws -> Container {
        try await startContainer(id: id) {}
    }
}
