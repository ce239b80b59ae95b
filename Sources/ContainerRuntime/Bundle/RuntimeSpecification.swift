import JSON
import LinuxSystem

/// The configuration of one container for an OCI runtime (config.json of the OCI runtime
/// specification).
struct RuntimeSpecification: Sendable {
    /// What a container shares with its Pod, as paths on the host.
    struct SandboxPaths: Sendable, Hashable {
        /// Nil is the host's, here and below.
        var networkNamespace: String?
        var ipcNamespace: String?
        var utsNamespace: String?
        var processes = ProcessPath.own
        /// Nil where the users are the machine's.
        var users: PinnedUserNamespace?
        /// Where the mounts are whose owners are the container's users, by their number.
        var mappedMounts: String?
        /// A tmpfs that is /dev/shm of every container.
        var sharedMemory: String
    }

    /// Whose processes a container sees.
    enum ProcessPath: Sendable, Hashable {
        case own
        case host
        case joined(String)
    }

    var configuration: ContainerConfiguration
    var sandbox: SandboxPaths
    var hostName: String
    var identity: UserDatabase.Identity
    /// In the order of their numbers.
    var capabilities: [String]
    /// Absolute, below the cgroup mount points.
    var cgroup: String
    var features: HostFeatures
    /// The devices of the host, for privileged containers.
    var devices: [HostDevice] = []
    /// Options that the mounts have to keep, by their place among them.
    var lockedOptions: [[String]] = []
    /// A compiled seccomp filter in base64; nil where the runtime shall compile the profile.
    var compiledSeccomp: String?
    /// A profile of the user's; the default one applies where it is nil.
    var seccompProfile: JSONValue?
    /// A profile that the kernel has; nil for none.
    var appArmorProfile: String?

    /// The document. The CPU quota is not in it: under a small one the runtime's own work in the
    /// container's cgroup would take a second, so it is set once that work is done.
    func render() -> JSONValue {
        var document: JSONValue = [
            "ociVersion": "1.0.2",
            "process": process(),
            "root": [
                "path": .string(configuration.rootFileSystem),
                "readonly": .bool(configuration.security.readOnlyRootFileSystem),
            ],
            "mounts": .array(mounts()),
            "linux": linux(),
        ]
        if let compiledSeccomp, configuration.security.usesDefaultSeccomp {
            document["annotations"] = ["run.oci.seccomp_bpf_data": .string(compiledSeccomp)]
        }
        return document
    }

    private func process() -> JSONValue {
        let capabilities = strings(capabilities)
        var process: JSONValue = [
            "terminal": .bool(configuration.terminal),
            "user": [
                "uid": .integer(identity.user),
                "gid": .integer(identity.group),
                "additionalGids": .array(identity.additionalGroups.map { .integer($0) }),
            ],
            "args": strings(configuration.arguments),
            "env": strings(environment()),
            "cwd": .string(
                configuration.workingDirectory.isEmpty ? "/" : configuration.workingDirectory),
            "capabilities": [
                "bounding": capabilities, "effective": capabilities, "permitted": capabilities,
            ],
            "noNewPrivileges": .bool(configuration.security.noNewPrivileges),
        ]
        process["apparmorProfile"] = appArmorProfile.map { .string($0) }
        if let files = features.openFiles {
            process["rlimits"] = [
                [
                    "type": "RLIMIT_NOFILE", "soft": .integer(Int64(clamping: files.soft)),
                    "hard": .integer(Int64(clamping: files.hard)),
                ]
            ]
        }
        // Root of a user namespace may not lower it; the monitor does it before.
        if sandbox.users == nil, let adjustment = oomScoreAdjustment {
            process["oomScoreAdj"] = .integer(Int64(adjustment))
        }
        return process
    }

    /// What is wanted, or the nearest to it that this process may give.
    var oomScoreAdjustment: Int? {
        Self.oomScoreAdjustment(configuration.resources, features)
    }

    static func oomScoreAdjustment(
        _ resources: LinuxResources, _ features: HostFeatures
    ) -> Int? {
        resources.oomScoreAdjustment.map {
            let isFree = features.capabilities.contains("CAP_SYS_RESOURCE")
            return max($0, isFree ? -1000 : features.oomScoreAdjustment)
        }
    }

    /// What a process expects to find, unless the image or the Pod says otherwise.
    private func environment() -> [String] {
        let names = Set(configuration.environment.map { $0.prefix { $0 != "=" } })
        var defaults: [String] = []
        func add(_ name: Substring, _ value: String) {
            if !names.contains(name) { defaults.append("\(name)=\(value)") }
        }
        add("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
        add("HOSTNAME", hostName)
        add("HOME", identity.home)
        if configuration.terminal { add("TERM", "xterm") }
        return defaults + configuration.environment
    }

    private func linux() -> JSONValue {
        let security = configuration.security
        var linux: JSONValue = [
            "cgroupsPath": .string(cgroup),
            "namespaces": .array(namespaces()),
            "resources": resources(),
        ]
        if let users = sandbox.users {
            let mapping: JSONValue = [
                [
                    "containerID": 0, "hostID": .integer(Int64(users.range.first)),
                    "size": .integer(Int64(UserIDRange.count)),
                ]
            ]
            linux["uidMappings"] = mapping
            linux["gidMappings"] = mapping
        }
        if !security.privileged, !security.hasUnmaskedProc {
            linux["maskedPaths"] = strings(Self.maskedPaths)
            linux["readonlyPaths"] = strings(Self.readOnlyPaths)
        }
        if security.privileged {
            linux["devices"] = .array(devices.map(\.specification))
        }
        if security.usesDefaultSeccomp {
            linux["seccomp"] = SeccompProfile.render(
                capabilities: capabilities, architecture: features.architecture)
        } else if !security.privileged, let seccompProfile {
            linux["seccomp"] = seccompProfile
        }
        if configuration.mounts.contains(where: { $0.propagation == .bidirectional }) {
            linux["rootfsPropagation"] = "rshared"
        } else if configuration.mounts.contains(where: { $0.propagation == .hostToContainer }) {
            linux["rootfsPropagation"] = "rslave"
        }
        return linux
    }

    /// A namespace that is not listed is the host's.
    private func namespaces() -> [JSONValue] {
        var namespaces: [JSONValue] = []
        if let users = sandbox.users {
            namespaces.append(["type": "user", "path": .string(users.path)])
        }
        switch sandbox.processes {
        case .own: namespaces.append(["type": "pid"])
        case .joined(let path): namespaces.append(["type": "pid", "path": .string(path)])
        case .host: break
        }
        namespaces.append(["type": "mount"])
        let shared: [(JSONValue, String?)] = [
            ("network", sandbox.networkNamespace), ("ipc", sandbox.ipcNamespace),
            ("uts", sandbox.utsNamespace),
        ]
        for case (let type, let path?) in shared {
            namespaces.append(["type": type, "path": .string(path)])
        }
        // Privileged containers see the cgroups of the machine, as with containerd.
        if features.unifiedCgroups, !configuration.security.privileged || sandbox.users != nil {
            namespaces.append(["type": "cgroup"])
        }
        return namespaces
    }

    private func resources() -> JSONValue {
        let limits = configuration.resources
        var resources: JSONValue = [
            "devices": [["allow": .bool(configuration.security.privileged), "access": "rwm"]]
        ]
        if let bytes = limits.memoryLimit {
            resources["memory"] = ["limit": .integer(bytes)]
            // Without swap a container that passes its limit is ended rather than slowed down.
            if features.swapAccounting, !features.unifiedCgroups {
                resources.set(.integer(bytes), at: "memory", "swap")
            }
        }
        if let shares = limits.cpuShares {
            resources["cpu"] = ["shares": .integer(Int64(shares))]
        }
        if let tasks = limits.pidsLimit { resources["pids"] = ["limit": .integer(tasks)] }
        if let pages = limits.hugePageLimits, !pages.isEmpty, features.limitsHugePages {
            resources["hugepageLimits"] = .array(
                pages.sorted { $0.key < $1.key }.map {
                    ["pageSize": .string($0.key), "limit": .integer($0.value)]
                })
        }
        if features.unifiedCgroups {
            var files: JSONValue = ["memory.oom.group": limits.oomGroup == false ? "0" : "1"]
            // As the kubelet has it for all containers (`NoSwap`), those without a limit too.
            if features.swapAccounting { files["memory.swap.max"] = "0" }
            resources["unified"] = files
        }
        return resources
    }

    private func strings(_ values: [String]) -> JSONValue {
        .array(values.map { .string($0) })
    }
}

extension ContainerSecurity {
    /// Whether the default seccomp profile applies.
    var usesDefaultSeccomp: Bool { !privileged && seccomp == .runtimeDefault }
}
