import Glibc
import JSON
import LinuxSystem
import Logging

/// Pod sandboxes and containers on this machine, made by an OCI runtime and CNI plugins.
///
/// Everything it knows is on disk as well, written before it is done: a runtime opened on the same
/// run folder after a crash goes on where the one before it ended.
public actor OCIContainerRuntime: ContainerRuntime {
    public nonisolated let configuration: RuntimeConfiguration
    /// The program that makes containers and why it was chosen.
    public nonisolated let ociRuntime: OCIRuntime
    /// The host's cgroups.
    public nonisolated let cgroups: CgroupHierarchy
    let features: HostFeatures
    let folders: RuntimeFolders
    let network: any PodNetwork
    /// The address of this machine that only Pods reach; nil where there is none.
    public private(set) var podGateway: String?
    let sandboxStore: RecordStore<SandboxRecord>
    let containerStore: RecordStore<ContainerRecord>
    let logger: Logger
    /// Packs rotated log files.
    let logPacking: LogPacking
    let appArmorProfiles: AppArmorProfiles

    var sandboxes: [String: SandboxRecord] = [:]
    /// What waits for the ends of the sandboxes' first processes.
    var processOnes: [String: ProcessEnd] = [:]
    /// Sandboxes that were connected and whose namespaces are gone.
    var lostNetworks: Set<String> = []
    var entries: [String: ContainerEntry] = [:]
    /// By the handlers that sandboxes name.
    var handlerRuntimes: [String: OCIRuntime] = [:]
    /// Compiled seccomp filters in base64, by capabilities.
    var seccompFilters: [[String]: String] = [:]
    /// Compiled seccomp filters for commands beside a container, by profile.
    var execFilters: [JSONValue: Task<[UInt8], any Error>] = [:]
    /// What enters containers; made when first needed.
    var execProgramFile: Task<ProgramFile, any Error>?
    private var subscribers: [Int: AsyncStream<ContainerEvent>.Continuation] = [:]
    private var nextSubscriber = 0
    /// Sandboxes and containers that a call works on, each with the calls that wait for it.
    private var busy: [String: [CheckedContinuation<Void, Never>]] = [:]

    /// Opens the runtime and takes over what one before it left.
    ///
    /// - Throws: `RuntimeError.noRuntime`, `SystemError`, `CgroupHierarchy.NotMounted`.
    public static func open(
        _ configuration: RuntimeConfiguration, logger: Logger
    ) async throws -> OCIContainerRuntime {
        let runtime = try await blockingCall {
            let folders = RuntimeFolders(run: configuration.runDirectory)
            for folder in [folders.sandboxes, folders.containers, folders.ociRuntime] {
                try File.makeFolders(folder, mode: 0o700)
            }
            let cgroups = try CgroupHierarchy.detect()
            // Before an OCI runtime makes groups in it: in a container there is something to do first.
            try cgroups.create(configuration.cgroupRoot)
            let features = HostFeatures(cgroups: cgroups, group: configuration.cgroupRoot)
            let ociRuntime = try OCIRuntimeProbe(
                choice: configuration.ociRuntime, monitorPath: configuration.monitorPath,
                folders: folders, cgroups: cgroups, cgroupRoot: configuration.cgroupRoot,
                features: features, logger: logger
            ).run()
            return OCIContainerRuntime(
                configuration: configuration, ociRuntime: ociRuntime, cgroups: cgroups,
                features: features, folders: folders,
                network: CNIPodNetwork(configuration: configuration.network, logger: logger),
                logger: logger)
        }
        try await runtime.adopt()
        // By their folders: one whose record cannot be read still has its addresses.
        let sandboxes = File.names(in: runtime.folders.sandboxes)
        await runtime.setPodGateway(try await runtime.network.prepare(sandboxes: Set(sandboxes)))
        return runtime
    }

    init(
        configuration: RuntimeConfiguration, ociRuntime: OCIRuntime, cgroups: CgroupHierarchy,
        features: HostFeatures, folders: RuntimeFolders, network: any PodNetwork, logger: Logger
    ) {
        self.configuration = configuration
        self.ociRuntime = ociRuntime
        self.cgroups = cgroups
        self.features = features
        self.folders = folders
        self.network = network
        self.logger = logger
        logPacking = LogPacking(logger: logger)
        appArmorProfiles = AppArmorProfiles(logger: logger)
        sandboxStore = RecordStore(folder: folders.sandboxes, logger: logger)
        containerStore = RecordStore(folder: folders.containers, logger: logger)
        if let filter = ociRuntime.defaultSeccompFilter {
            let defaults = Capability.resolve(
                ContainerSecurity(), available: features.capabilities
            ).granted
            seccompFilters[defaults] = filter
        }
    }

    private func setPodGateway(_ address: String?) {
        podGateway = address
    }

    public func events() -> AsyncStream<ContainerEvent> {
        let (stream, continuation) = AsyncStream<ContainerEvent>.makeStream()
        let number = nextSubscriber
        nextSubscriber += 1
        subscribers[number] = continuation
        continuation.onTermination = { [weak self] _ in
            guard let self else { return }
            // A stream's end is told on any thread, where nothing can be awaited.
            Task { await self.unsubscribe(number) }
        }
        return stream
    }

    func emit(_ event: ContainerEvent) {
        for subscriber in subscribers.values { subscriber.yield(event) }
    }

    private func unsubscribe(_ number: Int) {
        subscribers[number] = nil
    }

    /// Lets one call at a time work on a sandbox or container, in the order of their coming.
    func exclusively<Result>(
        _ id: String, _ body: () async throws -> Result
    ) async rethrows -> Result {
        if busy[id] == nil {
            busy[id] = []
        } else {
            await withCheckedContinuation { busy[id]!.append($0) }
        }
        defer {
            if busy[id]!.isEmpty {
                busy[id] = nil
            } else {
                busy[id]!.removeFirst().resume()
            }
        }
        return try await body()
    }

    func isBusy(_ id: String) -> Bool { busy[id] != nil }

    func cgroup(_ record: SandboxRecord) -> String {
        "\(configuration.cgroupRoot)/\(record.configuration.cgroupParent)"
    }

    static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
