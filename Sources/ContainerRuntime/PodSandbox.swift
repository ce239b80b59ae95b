import LinuxSystem

/// Who a Pod sandbox belongs to; the kubelet and the CRI endpoint share one runtime and neither
/// touches the other's sandboxes.
public enum SandboxOwner: String, Sendable, Codable {
    case kubelet
    case cri
}

/// What identifies a Pod sandbox to people: the Pod's names and the number of the attempt.
public struct PodSandboxMetadata: Sendable, Hashable, Codable {
    public var name: String
    public var namespace: String
    public var uid: String
    /// 0 for the first sandbox of a Pod.
    public var attempt: Int

    public init(name: String, namespace: String, uid: String, attempt: Int = 0) {
        self.name = name
        self.namespace = namespace
        self.uid = uid
        self.attempt = attempt
    }
}

/// What a Pod sandbox shall be: the namespaces, network and cgroup that a Pod's containers share.
public struct PodSandboxConfiguration: Sendable, Hashable, Codable {
    public var owner: SandboxOwner
    public var metadata: PodSandboxMetadata
    /// The host name inside the Pod, at most 63 characters.
    public var hostname: String
    /// An absolute path; container logs go to `<logDirectory>/<container log path>`.
    public var logDirectory: String
    /// The Pod's cgroup below the runtime's cgroup root, for example `burstable/pod<UID>`; made and
    /// removed by the runtime.
    public var cgroupParent: String
    /// Limits of the Pod's own cgroup; nil members are left unlimited.
    public var resources: LinuxResources
    @DefaultWhenAbsent public var namespaces: NamespaceOptions
    /// Kernel settings of the Pod's own namespaces, by their names below `/proc/sys`, for example
    /// `net/ipv4/tcp_syncookies`.
    @DefaultWhenAbsent public var sysctls: [String: String]
    /// Ports of the machine that lead to the Pod.
    @DefaultWhenAbsent public var portMappings: [PortMapping]
    /// Which OCI runtime makes the containers: `crun` or `runc`; empty is the one that was chosen
    /// for this machine.
    @DefaultWhenAbsent public var runtimeHandler: String
    public var labels: [String: String]
    public var annotations: [String: String]

    public init(
        owner: SandboxOwner, metadata: PodSandboxMetadata, hostname: String, logDirectory: String,
        cgroupParent: String, resources: LinuxResources = LinuxResources(),
        namespaces: NamespaceOptions = NamespaceOptions(), sysctls: [String: String] = [:],
        portMappings: [PortMapping] = [], runtimeHandler: String = "",
        labels: [String: String] = [:],
        annotations: [String: String] = [:]
    ) {
        self.owner = owner
        self.metadata = metadata
        self.hostname = hostname
        self.logDirectory = logDirectory
        self.cgroupParent = cgroupParent
        self.resources = resources
        self.namespaces = namespaces
        self.sysctls = sysctls
        self.portMappings = portMappings
        self.runtimeHandler = runtimeHandler
        self.labels = labels
        self.annotations = annotations
    }
}

/// CRI's states of a Pod sandbox.
public enum PodSandboxState: String, Sendable, Codable {
    case ready
    case notReady
}

/// A Pod sandbox as it is.
public struct PodSandbox: Sendable, Hashable, Codable {
    /// 64 hexadecimal digits.
    public var id: String
    public var configuration: PodSandboxConfiguration
    public var state: PodSandboxState
    /// Nanoseconds since 1970.
    public var createdAt: Int64
    /// The Pod's addresses, IPv4 first; empty until the network is up.
    public var ipAddresses: [String]
    /// Whose ids its containers have; nil is the machine's.
    public var users: PinnedUserNamespace?

    public init(
        id: String, configuration: PodSandboxConfiguration, state: PodSandboxState,
        createdAt: Int64, ipAddresses: [String] = [], users: PinnedUserNamespace? = nil
    ) {
        self.id = id
        self.configuration = configuration
        self.state = state
        self.createdAt = createdAt
        self.ipAddresses = ipAddresses
        self.users = users
    }
}
