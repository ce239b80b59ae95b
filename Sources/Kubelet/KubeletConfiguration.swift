/// How the kubelet of this machine works.
public struct KubeletConfiguration: Sendable, Hashable {
    /// Lower case; names the Node object and selects the Pods.
    public var nodeName: String
    /// Absolute; Pods have their files in `<root>/pods`.
    public var root: String
    /// Absolute; Pods have their logs in `<logDirectory>/<namespace>_<name>_<uid>`.
    public var logDirectory: String
    /// The machine's addresses, the first one as `hostIP`.
    public var hostIPs: [String]
    public var machine: MachineInfo
    /// Of Swiftlet, as the Node object shows it.
    public var version: String
    /// Restarts of containers that keep ending.
    public var crashBackOff: BackOffSettings
    /// Repeated pulls of an image that cannot be pulled.
    public var imageBackOff: BackOffSettings
    public var images: ImageSettings
    /// Repeated attempts at a sandbox, volume or container that cannot be made.
    public var setUpBackOff: BackOffSettings
    /// Seconds that a container has at least between its stop signal and its kill.
    public var minimumGracePeriod: Int64
    /// After so long a token in a Pod's files is replaced, where four fifths of its life are not over
    /// before; the kubelet's number.
    public var tokenRefresh: Duration
    /// Bytes a log file may have before it is rotated.
    public var logMaximumSize: Int64
    /// Files of a log that are kept, the current one included.
    public var logMaximumFiles: Int
    /// The host's resolver configuration that Pods are given.
    public var resolverConfigurationPath: String
    public var node: NodeSettings

    public init(
        nodeName: String, root: String, logDirectory: String, hostIPs: [String] = [],
        machine: MachineInfo = MachineInfo(), version: String = "",
        crashBackOff: BackOffSettings = BackOffSettings(),
        imageBackOff: BackOffSettings = BackOffSettings(),
        images: ImageSettings = ImageSettings(),
        setUpBackOff: BackOffSettings = BackOffSettings(
            initial: .seconds(1), maximum: .seconds(60)),
        minimumGracePeriod: Int64 = 2, tokenRefresh: Duration = day,
        logMaximumSize: Int64 = 10 << 20, logMaximumFiles: Int = 5,
        resolverConfigurationPath: String = "/etc/resolv.conf",
        node: NodeSettings = NodeSettings()
    ) {
        self.nodeName = nodeName
        self.root = root
        self.logDirectory = logDirectory
        self.hostIPs = hostIPs
        self.machine = machine
        self.version = version
        self.crashBackOff = crashBackOff
        self.imageBackOff = imageBackOff
        self.images = images
        self.setUpBackOff = setUpBackOff
        self.minimumGracePeriod = minimumGracePeriod
        self.tokenRefresh = tokenRefresh
        self.logMaximumSize = logMaximumSize
        self.logMaximumFiles = logMaximumFiles
        self.resolverConfigurationPath = resolverConfigurationPath
        self.node = node
    }

    /// 24 hours.
    public static let day = Duration.seconds(24 * 60 * 60)

    var sync: SyncSettings {
        SyncSettings(crashBackOff: crashBackOff, minimumGracePeriod: minimumGracePeriod)
    }

    /// Where seccomp profiles of type Localhost are.
    var seccompFolder: String { root + "/seccomp" }

    /// What containers without limits may take: all that Pods may have of the machine.
    var resourceReference: ResourceReference {
        ResourceReference(allocatable: NodeResources(self).allocatable)
    }

    var logLinks: ContainerLogLinks? { ContainerLogLinks(logDirectory: logDirectory) }

    /// `<log directory>/<namespace>_<name>_<uid>`
    func podLogDirectory(namespace: String, name: String, uid: String) -> String {
        "\(logDirectory)/\(namespace)_\(name)_\(uid)"
    }
}
