/// The limits of one cgroup, in the units of Kubernetes rather than those of a cgroup version.
///
/// Nil means: not set.
public struct LinuxResources: Sendable, Hashable, Codable {
    /// Relative weight as cgroup v1 counts it, 2...262144.
    public var cpuShares: UInt64?
    /// Microseconds of CPU time a period.
    public var cpuQuota: Int64?
    /// Microseconds.
    public var cpuPeriod: UInt64?
    /// Bytes.
    public var memoryLimit: Int64?
    /// Number of tasks.
    public var pidsLimit: Int64?
    /// -1000...1000.
    public var oomScoreAdjustment: Int?
    /// Whether the out-of-memory killer takes all of a container at once, on cgroup v2; nil does.
    public var oomGroup: Bool?
    /// Bytes of huge pages by their size as the kernel names it, `2MB`; nil does not limit them.
    public var hugePageLimits: [String: Int64]?

    public init(
        cpuShares: UInt64? = nil, cpuQuota: Int64? = nil, cpuPeriod: UInt64? = nil,
        memoryLimit: Int64? = nil, pidsLimit: Int64? = nil, oomScoreAdjustment: Int? = nil
    ) {
        self.cpuShares = cpuShares
        self.cpuQuota = cpuQuota
        self.cpuPeriod = cpuPeriod
        self.memoryLimit = memoryLimit
        self.pidsLimit = pidsLimit
        self.oomScoreAdjustment = oomScoreAdjustment
    }
}

/// A host path that a container sees.
public struct ContainerMount: Sendable, Hashable, Codable {
    public enum Propagation: String, Sendable, Codable {
        case `private`
        case hostToContainer
        case bidirectional
    }

    /// Absolute path on the host; has to exist.
    public var hostPath: String
    /// Absolute path in the container; made if missing.
    public var containerPath: String
    public var readOnly: Bool
    /// Whether what is mounted below it is read-only too.
    @DefaultWhenAbsent public var isRecursivelyReadOnly: Bool
    public var propagation: Propagation
    /// Further options of the mount: `noexec`, `nosuid`, `nodev`.
    @DefaultWhenAbsent public var options: [String]
    /// Whether files belong to the machine's users even where the Pod has users of its own.
    @DefaultWhenAbsent public var keepsOwners: Bool

    public init(
        hostPath: String, containerPath: String, readOnly: Bool = false,
        isRecursivelyReadOnly: Bool = false, propagation: Propagation = .private,
        options: [String] = [], keepsOwners: Bool = false
    ) {
        self.hostPath = hostPath
        self.containerPath = containerPath
        self.readOnly = readOnly
        self.isRecursivelyReadOnly = isRecursivelyReadOnly
        self.propagation = propagation
        self.options = options
        self.keepsOwners = keepsOwners
    }
}

/// Who a container's process runs as and what it may do.
public struct ContainerSecurity: Sendable, Hashable, Codable {
    public enum Seccomp: Sendable, Hashable, Codable {
        /// Swiftlet's default profile.
        case runtimeDefault
        case unconfined
        /// A profile in the form of the OCI runtime specification, by its absolute path.
        case localhost(path: String)
    }

    public enum AppArmor: Sendable, Hashable, Codable {
        /// Swiftlet's default profile.
        case runtimeDefault
        case unconfined
        /// A profile that the kernel has, by its name.
        case localhost(String)
    }

    /// `user[:group]` by name or number, as an image configuration has it; empty is root.
    public var user: String
    /// Numeric ids that win over `user`.
    public var runAsUser: Int64?
    public var runAsGroup: Int64?
    public var supplementalGroups: [Int64]
    /// Whether groups that the image's /etc/group gives the user do not count.
    @DefaultWhenAbsent public var ignoresImageGroups: Bool
    /// Names with or without `CAP_`; `ALL` means all.
    public var addedCapabilities: [String]
    public var droppedCapabilities: [String]
    public var privileged: Bool
    public var noNewPrivileges: Bool
    public var readOnlyRootFileSystem: Bool
    public var seccomp: Seccomp
    /// Whether kernel files in /proc that others do not see are neither hidden nor read-only.
    @DefaultWhenAbsent public var hasUnmaskedProc: Bool
    /// Nil is the default profile where this machine can have it.
    public var appArmor: AppArmor?

    public init(
        user: String = "", runAsUser: Int64? = nil, runAsGroup: Int64? = nil,
        supplementalGroups: [Int64] = [], ignoresImageGroups: Bool = false,
        addedCapabilities: [String] = [], droppedCapabilities: [String] = [],
        privileged: Bool = false, noNewPrivileges: Bool = false,
        readOnlyRootFileSystem: Bool = false, seccomp: Seccomp = .runtimeDefault,
        hasUnmaskedProc: Bool = false, appArmor: AppArmor? = nil
    ) {
        self.user = user
        self.runAsUser = runAsUser
        self.runAsGroup = runAsGroup
        self.supplementalGroups = supplementalGroups
        self.ignoresImageGroups = ignoresImageGroups
        self.addedCapabilities = addedCapabilities
        self.droppedCapabilities = droppedCapabilities
        self.privileged = privileged
        self.noNewPrivileges = noNewPrivileges
        self.readOnlyRootFileSystem = readOnlyRootFileSystem
        self.seccomp = seccomp
        self.hasUnmaskedProc = hasUnmaskedProc
        self.appArmor = appArmor
    }
}

/// What a container shall be. The caller has already merged the image's configuration into it.
public struct ContainerConfiguration: Sendable, Hashable, Codable {
    public var name: String
    /// The restart count; names the log file `<name>/<attempt>.log`.
    public var attempt: Int
    /// The image as the Pod names it.
    public var image: String
    /// The image's id, `sha256:…`.
    public var imageID: String
    /// The digest reference that was pulled (`repository@sha256:…`), as status shows it.
    public var imageReference: String
    /// Absolute path of a mounted root file system that belongs to this container alone.
    public var rootFileSystem: String
    /// Command and arguments; not empty.
    public var arguments: [String]
    /// `NAME=value`
    public var environment: [String]
    /// Absolute; made if missing.
    public var workingDirectory: String
    public var mounts: [ContainerMount]
    public var resources: LinuxResources
    public var security: ContainerSecurity
    /// Nil is what the sandbox's `namespaces` say.
    public var processNamespace: ProcessNamespace?
    public var terminal: Bool
    public var stdin: Bool
    public var stdinOnce: Bool
    /// Relative to the sandbox's log directory, for example `logreader/0.log`.
    public var logPath: String
    /// Bytes a log file may have before it is rotated.
    public var logMaximumSize: Int64
    /// Files of a log that are kept, the current one included.
    public var logMaximumFiles: Int
    /// The signal that asks it to end, by name or number as an image has it; nil is SIGTERM.
    public var stopSignal: String?
    public var labels: [String: String]
    public var annotations: [String: String]

    public init(
        name: String, attempt: Int, image: String, imageID: String, imageReference: String,
        rootFileSystem: String, arguments: [String], environment: [String] = [],
        workingDirectory: String = "/", mounts: [ContainerMount] = [],
        resources: LinuxResources = LinuxResources(),
        security: ContainerSecurity = ContainerSecurity(),
        processNamespace: ProcessNamespace? = nil, terminal: Bool = false, stdin: Bool = false,
        stdinOnce: Bool = false, logPath: String,
        logMaximumSize: Int64 = 10 << 20, logMaximumFiles: Int = 5,
        stopSignal: String? = nil, labels: [String: String] = [:],
        annotations: [String: String] = [:]
    ) {
        self.name = name
        self.attempt = attempt
        self.image = image
        self.imageID = imageID
        self.imageReference = imageReference
        self.rootFileSystem = rootFileSystem
        self.arguments = arguments
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.mounts = mounts
        self.resources = resources
        self.security = security
        self.processNamespace = processNamespace
        self.terminal = terminal
        self.stdin = stdin
        self.stdinOnce = stdinOnce
        self.logPath = logPath
        self.logMaximumSize = logMaximumSize
        self.logMaximumFiles = logMaximumFiles
        self.stopSignal = stopSignal
        self.labels = labels
        self.annotations = annotations
    }
}

/// How a container ended.
public struct ContainerExit: Sendable, Hashable, Codable {
    /// 0...255; 128 + signal where a signal ended it.
    public var exitCode: Int
    /// The signal that ended it, 0 for none.
    public var signal: Int
    /// Nanoseconds since 1970.
    public var finishedAt: Int64
    /// Whether the kernel's out-of-memory killer ended a process of it.
    public var outOfMemory: Bool
    /// `StartError` for a container that could not be started, else nil.
    public var reason: String?
    public var message: String?

    public init(
        exitCode: Int, signal: Int = 0, finishedAt: Int64, outOfMemory: Bool = false,
        reason: String? = nil, message: String? = nil
    ) {
        self.exitCode = exitCode
        self.signal = signal
        self.finishedAt = finishedAt
        self.outOfMemory = outOfMemory
        self.reason = reason
        self.message = message
    }
}

/// CRI's states of a container, each with what is known in it.
public enum ContainerState: Sendable, Hashable, Codable {
    case created
    /// `startedAt`: nanoseconds since 1970.
    case running(startedAt: Int64)
    /// `startedAt` is nil where it never ran.
    case exited(startedAt: Int64?, ContainerExit)
    /// Its monitor is gone without an exit record.
    case unknown
}

/// A container as it is.
public struct Container: Sendable, Hashable, Codable {
    /// 64 hexadecimal digits.
    public var id: String
    public var sandboxID: String
    public var configuration: ContainerConfiguration
    public var state: ContainerState
    /// Nanoseconds since 1970.
    public var createdAt: Int64
    /// The process id of its first process on the host, 0 where it has none.
    public var processID: Int32
    /// Who its first process runs as; nil where that is not known.
    public var user: ContainerUser?

    public init(
        id: String, sandboxID: String, configuration: ContainerConfiguration, state: ContainerState,
        createdAt: Int64, processID: Int32 = 0, user: ContainerUser? = nil
    ) {
        self.id = id
        self.sandboxID = sandboxID
        self.configuration = configuration
        self.state = state
        self.createdAt = createdAt
        self.processID = processID
        self.user = user
    }
}

/// Who the first process of a container runs as, with all names resolved.
public struct ContainerUser: Sendable, Hashable, Codable {
    public var id: Int64
    public var group: Int64
    /// The group itself among them.
    public var groups: [Int64]

    public init(id: Int64, group: Int64, groups: [Int64]) {
        self.id = id
        self.group = group
        self.groups = groups
    }

    init(_ identity: UserDatabase.Identity) {
        let user = Int64(identity.user)
        let group = Int64(identity.group)
        let others = identity.additionalGroups.map { Int64($0) }.filter { $0 != group }
        self.init(id: user, group: group, groups: [group] + others)
    }
}
