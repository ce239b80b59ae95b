/// Linux capabilities by name and number (capability.h), and which a container gets.
enum Capability {
    /// In the order of their numbers.
    static let names = [
        "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_DAC_READ_SEARCH", "CAP_FOWNER", "CAP_FSETID",
        "CAP_KILL", "CAP_SETGID", "CAP_SETUID", "CAP_SETPCAP", "CAP_LINUX_IMMUTABLE",
        "CAP_NET_BIND_SERVICE", "CAP_NET_BROADCAST", "CAP_NET_ADMIN", "CAP_NET_RAW",
        "CAP_IPC_LOCK", "CAP_IPC_OWNER", "CAP_SYS_MODULE", "CAP_SYS_RAWIO", "CAP_SYS_CHROOT",
        "CAP_SYS_PTRACE", "CAP_SYS_PACCT", "CAP_SYS_ADMIN", "CAP_SYS_BOOT", "CAP_SYS_NICE",
        "CAP_SYS_RESOURCE", "CAP_SYS_TIME", "CAP_SYS_TTY_CONFIG", "CAP_MKNOD", "CAP_LEASE",
        "CAP_AUDIT_WRITE", "CAP_AUDIT_CONTROL", "CAP_SETFCAP", "CAP_MAC_OVERRIDE",
        "CAP_MAC_ADMIN", "CAP_SYSLOG", "CAP_WAKE_ALARM", "CAP_BLOCK_SUSPEND", "CAP_AUDIT_READ",
        "CAP_PERFMON", "CAP_BPF", "CAP_CHECKPOINT_RESTORE",
    ]

    /// What containerd and CRI-O give a container that asks for nothing.
    static let defaults: Set<String> = [
        "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FSETID", "CAP_FOWNER", "CAP_MKNOD", "CAP_NET_RAW",
        "CAP_SETGID", "CAP_SETUID", "CAP_SETFCAP", "CAP_SETPCAP", "CAP_NET_BIND_SERVICE",
        "CAP_SYS_CHROOT", "CAP_KILL", "CAP_AUDIT_WRITE",
    ]

    /// The names of the bits set in `mask`.
    static func names(in mask: UInt64) -> Set<String> {
        Set(names.indices.filter { mask >> UInt64($0) & 1 == 1 }.map { names[$0] })
    }

    /// The capabilities of a container, in the order of their numbers.
    ///
    /// `ALL` is taken first, then what is added, then what is dropped, so that dropping `ALL` and
    /// adding some leaves those.
    ///
    /// - Parameter available: what this process can hand on.
    /// - Returns: what is given, and what was asked for but is not available.
    static func resolve(
        _ security: ContainerSecurity, available: Set<String>
    ) -> (granted: [String], withheld: [String]) {
        let added = security.addedCapabilities.map(normalized)
        let dropped = security.droppedCapabilities.map(normalized)
        var wanted = defaults
        if security.privileged || added.contains("CAP_ALL") { wanted = available }
        if dropped.contains("CAP_ALL"), !security.privileged { wanted = [] }
        wanted.formUnion(added)
        if !security.privileged { wanted.subtract(dropped) }
        wanted.remove("CAP_ALL")
        return (
            names.filter { wanted.contains($0) && available.contains($0) },
            wanted.subtracting(available).sorted()
        )
    }

    private static func normalized(_ name: String) -> String {
        let name = name.uppercased()
        return name.hasPrefix("CAP_") ? name : "CAP_" + name
    }
}
