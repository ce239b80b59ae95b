import Logging
import OCI

/// What an image store needs to know.
public struct ImageStoreConfiguration: Sendable {
    /// Absolute; `content` and `snapshots` are kept below it. One store at a time may use it.
    public var root: String
    /// What to ask before a registry itself, in this order, by the registry's name (`docker.io`).
    public var mirrors: [String: [MirrorSource]]
    /// The node's own credentials, by the registry's name.
    public var credentials: [String: RegistryCredential]
    /// Files in the form of docker's `config.json` with more of the node's credentials; read anew for
    /// each pull.
    public var credentialFiles: [String]
    /// A folder with `<registry>/hosts.toml`, as containerd has it; read anew for each pull.
    public var hostsFolder: String?
    public var proxy: ProxySettings
    /// Whether no registry is asked, and only what is here or in a layout folder is used.
    public var isOffline: Bool
    /// Whose images are pulled.
    public var platform: Platform
    public var limits: UnpackLimits
    /// Layers of one image that are fetched at once.
    public var concurrentDownloads: Int
    /// Whether layers and root file systems are copies instead of overlay mounts.
    public var copiesLayers: Bool
    public var logger: Logger
    /// For so long a registry may send nothing.
    var patience = Duration.seconds(30)
    /// Of tests.
    var faults: StoreFaults?

    public init(
        root: String, mirrors: [String: [MirrorSource]] = [:],
        credentials: [String: RegistryCredential] = [:], credentialFiles: [String] = [],
        hostsFolder: String? = nil, proxy: ProxySettings = ProxySettings(),
        isOffline: Bool = false, platform: Platform = .current,
        limits: UnpackLimits = UnpackLimits(), concurrentDownloads: Int = 3,
        copiesLayers: Bool = false, logger: Logger
    ) {
        self.root = root
        self.mirrors = mirrors
        self.credentials = credentials
        self.credentialFiles = credentialFiles
        self.hostsFolder = hostsFolder
        self.proxy = proxy
        self.isOffline = isOffline
        self.platform = platform
        self.limits = limits
        self.concurrentDownloads = concurrentDownloads
        self.copiesLayers = copiesLayers
        self.logger = logger
    }
}

/// How much one layer may unpack to. The defaults stop a bomb, not an image.
public struct UnpackLimits: Sendable, Hashable {
    /// Bytes of the uncompressed archive.
    public var archiveSize: Int64
    /// Files, directories and links.
    public var entries: Int
    /// Bytes of the disk that have to stay free.
    public var diskReserve: Int64

    public init(
        archiveSize: Int64 = 256 << 30, entries: Int = 8_000_000, diskReserve: Int64 = 128 << 20
    ) {
        self.archiveSize = archiveSize
        self.entries = entries
        self.diskReserve = diskReserve
    }
}
