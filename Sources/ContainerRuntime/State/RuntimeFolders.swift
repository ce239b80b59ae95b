import LinuxSystem

/// Where the runtime keeps what on disk, below its run folder.
struct RuntimeFolders: Sendable, Hashable {
    var run: String

    var sandboxes: String { run + "/sandboxes" }
    var containers: String { run + "/containers" }
    /// State of the OCI runtime.
    var ociRuntime: String { run + "/oci" }

    func sandbox(_ id: String) -> String { sandboxes + "/" + id }
    func container(_ id: String) -> String { containers + "/" + id }
    func bundle(_ id: String) -> String { container(id) + "/bundle" }
    func networkNamespace(_ id: String) -> String { sandbox(id) + "/netns" }
    func userNamespace(_ id: String) -> String {
        sandbox(id) + "/" + PinnedNamespaces.Kind.user.file
    }
    func sharedMemory(_ id: String) -> String { sandbox(id) + "/shm" }

    /// Holds the PID namespace of the container whose processes this one sees.
    func targetProcesses(_ id: String) -> String { container(id) + "/target-pid" }

    /// Where the monitor mounts what belongs to users of the container's own.
    func mappedMounts(_ id: String) -> String { container(id) + "/mounts" }
    /// What that is: the user namespace and the paths, each ended by a zero byte.
    func mappedMountList(_ id: String) -> String { container(id) + "/mounts.list" }

    /// What a container shares, as paths.
    func paths(
        ofSandbox id: String, _ options: NamespaceOptions, container: String,
        processes: ProcessNamespace, users: PinnedUserNamespace? = nil
    ) -> RuntimeSpecification.SandboxPaths {
        let path = { (kind: PinnedNamespaces.Kind) in self.sandbox(id) + "/" + kind.file }
        let processPath: RuntimeSpecification.ProcessPath =
            switch processes {
            case .container: .own
            case .pod: .joined(path(.processes))
            case .node: .host
            case .target: .joined(targetProcesses(container))
            }
        return RuntimeSpecification.SandboxPaths(
            networkNamespace: options.usesHostNetwork ? nil : path(.network),
            ipcNamespace: options.usesHostIPC ? nil : path(.ipc),
            utsNamespace: options.usesHostNetwork ? nil : path(.uts),
            processes: processPath, users: users,
            mappedMounts: users == nil ? nil : mappedMounts(container),
            sharedMemory: options.usesHostIPC ? "/dev/shm" : sharedMemory(id))
    }
}

extension NamespaceOptions {
    /// Those that are made for the Pod without a process. Host names go with the network.
    var pinned: Set<PinnedNamespaces.Kind> {
        var kinds: Set<PinnedNamespaces.Kind> = []
        if !usesHostNetwork { kinds.formUnion([.network, .uts]) }
        if !usesHostIPC { kinds.insert(.ipc) }
        if hasOwnUsers { kinds.insert(.user) }
        return kinds
    }

    /// Whether the Pod has a process 1 of its own.
    var hasProcessOne: Bool { processes == .pod }
}
