import JSON

extension RuntimeSpecification {
    /// Kernel files that containerd and CRI-O hide from containers.
    static let maskedPaths = [
        "/proc/acpi", "/proc/asound", "/proc/interrupts", "/proc/kcore", "/proc/keys",
        "/proc/latency_stats", "/proc/sched_debug", "/proc/scsi", "/proc/timer_list",
        "/proc/timer_stats", "/sys/devices/virtual/powercap", "/sys/firmware",
    ]

    /// Kernel files that containers may read and not write.
    static let readOnlyPaths = [
        "/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger",
    ]

    /// The kernel's file systems, except where the Pod mounts something of its own there, and then
    /// the Pod's mounts, outer ones first.
    func mounts() -> [JSONValue] {
        let taken = Set(configuration.mounts.map(\.containerPath))
        let numbers = Dictionary(
            zip(mappedIndices, 0...), uniquingKeysWith: { first, _ in first })
        let outerFirst = configuration.mounts.enumerated().sorted {
            let depths = (Self.depth($0.element), Self.depth($1.element))
            return depths.0 == depths.1 ? $0.offset < $1.offset : depths.0 < depths.1
        }.map { index, mount in
            var mount = mount
            if lockedOptions.indices.contains(index) {
                let locked = lockedOptions[index]
                mount.readOnly = mount.readOnly || locked.contains("ro")
                mount.options += locked.filter { $0 != "ro" && !mount.options.contains($0) }
            }
            if let number = numbers[index], let folder = sandbox.mappedMounts {
                mount.hostPath = "\(folder)/\(number)"
            }
            return mount
        }
        return kernelMounts().filter { !taken.contains($0["destination"]?.stringValue ?? "") }
            + outerFirst.map(Self.bind)
    }

    /// What the monitor is to mount so that it belongs to the container's users.
    var mappedPaths: [String] { mappedIndices.map { configuration.mounts[$0].hostPath } }

    private var mappedIndices: [Int] {
        guard sandbox.users != nil else { return [] }
        return configuration.mounts.indices.filter { !configuration.mounts[$0].keepsOwners }
    }

    private static func depth(_ mount: ContainerMount) -> Int {
        mount.containerPath.split(separator: "/").count
    }

    private static func bind(_ mount: ContainerMount) -> JSONValue {
        let propagation: JSONValue =
            switch mount.propagation {
            case .private: "rprivate"
            case .hostToContainer: "rslave"
            case .bidirectional: "rshared"
            }
        let access: JSONValue =
            mount.isRecursivelyReadOnly ? "rro" : mount.readOnly ? "ro" : "rw"
        let options = ["rbind", propagation, access] + mount.options.map { .string($0) }
        return [
            "destination": .string(mount.containerPath),
            "type": "bind",
            "source": .string(mount.hostPath),
            "options": .array(options),
        ]
    }

    private func kernelMounts() -> [JSONValue] {
        let access: JSONValue = configuration.security.privileged ? "rw" : "ro"
        return [
            Self.kernel("proc", on: "/proc", ["nosuid", "noexec", "nodev"]),
            Self.kernel("tmpfs", on: "/dev", ["nosuid", "strictatime", "mode=755", "size=65536k"]),
            Self.kernel(
                "devpts", on: "/dev/pts",
                ["nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"]),
            Self.kernel("mqueue", on: "/dev/mqueue", ["nosuid", "noexec", "nodev"]),
            Self.kernel("sysfs", on: "/sys", ["nosuid", "noexec", "nodev", access]),
            Self.kernel(
                "cgroup", on: "/sys/fs/cgroup", ["nosuid", "noexec", "nodev", "relatime", access]),
            Self.bind(
                ContainerMount(hostPath: sandbox.sharedMemory, containerPath: "/dev/shm")),
        ]
    }

    private static func kernel(
        _ type: JSONValue, on path: JSONValue, _ options: [JSONValue]
    ) -> JSONValue {
        ["destination": path, "type": type, "source": type, "options": .array(options)]
    }
}
