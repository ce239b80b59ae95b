/// What `OCIContainerRuntime` is told when it opens.
public struct RuntimeConfiguration: Sendable, Hashable {
    /// Absolute path of a folder for state that need not survive a restart of the machine.
    public var runDirectory: String
    /// The cgroup above all Pods, below the cgroup mount points.
    public var cgroupRoot: String
    /// Absolute path of swiftlet-monitor.
    public var monitorPath: String
    /// `crun`, `runc`, an absolute path, or nil for the best that works.
    public var ociRuntime: String?
    /// Absolute paths of further programs, by the handlers that name them.
    public var handlers: [String: String]
    public var network: NetworkConfiguration

    public init(
        runDirectory: String, cgroupRoot: String = "kubepods", monitorPath: String,
        ociRuntime: String? = nil, handlers: [String: String] = [:], network: NetworkConfiguration
    ) {
        self.runDirectory = runDirectory
        self.cgroupRoot = cgroupRoot
        self.monitorPath = monitorPath
        self.ociRuntime = ociRuntime
        self.handlers = handlers
        self.network = network
    }
}

/// How Pods get their network.
public struct NetworkConfiguration: Sendable, Hashable {
    /// Folder of CNI configurations; the first by name counts. Where there is none, one for a
    /// bridge of Swiftlet's own is written.
    public var configurationDirectory: String
    /// Folders in which CNI plugins are looked for, in order.
    public var pluginDirectories: [String]
    /// Folder of what plugins answered, needed to undo it, and of address leases.
    public var stateDirectory: String
    /// At most 15 characters.
    public var bridge: String
    /// For example `10.88.0.0/16`.
    public var podCIDR: String
    /// Seconds that one run of a plugin may take; what hangs is killed.
    public var pluginTimeLimit = 60

    /// Debian's, and the one that other container runtimes have.
    public static let defaultPluginDirectories = ["/usr/lib/cni", "/opt/cni/bin"]

    public init(
        configurationDirectory: String,
        pluginDirectories: [String] = NetworkConfiguration.defaultPluginDirectories,
        stateDirectory: String, bridge: String = "swiftlet0", podCIDR: String = "10.88.0.0/16"
    ) {
        self.configurationDirectory = configurationDirectory
        self.pluginDirectories = pluginDirectories
        self.stateDirectory = stateDirectory
        self.bridge = bridge
        self.podCIDR = podCIDR
    }
}
