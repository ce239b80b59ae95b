import Glibc
import LinuxSystem

/// What the host and this process can do, as far as it decides how a container is made.
struct HostFeatures: Sendable, Hashable {
    /// As `uname -m` has it.
    var architecture: String
    /// Whether only cgroup v2 is there.
    var unifiedCgroups: Bool
    /// Whether the memory controller counts swap.
    var swapAccounting: Bool
    /// Whether huge pages can be limited; where they cannot, runtimes refuse such limits.
    var limitsHugePages: Bool
    /// Names of the capabilities that this process can hand on.
    var capabilities: Set<String>
    /// This process's oom_score_adj, which only CAP_SYS_RESOURCE may go below.
    var oomScoreAdjustment: Int
    /// Another one after each start of the machine.
    var bootID: String
    /// What this process was started with, which containers get; nil leaves them what it has.
    var openFiles: OpenFilesLimit?

    init(
        architecture: String, unifiedCgroups: Bool, swapAccounting: Bool,
        limitsHugePages: Bool = false,
        capabilities: Set<String>, oomScoreAdjustment: Int, bootID: String = "",
        openFiles: OpenFilesLimit? = nil
    ) {
        self.architecture = architecture
        self.unifiedCgroups = unifiedCgroups
        self.swapAccounting = swapAccounting
        self.limitsHugePages = limitsHugePages
        self.capabilities = capabilities
        self.oomScoreAdjustment = oomScoreAdjustment
        self.bootID = bootID
        self.openFiles = openFiles
    }

    /// What this host has.
    ///
    /// - Parameter group: the cgroup of all Pods, which is there.
    init(cgroups: CgroupHierarchy, group: String) {
        var name = utsname()
        uname(&name)
        architecture = withUnsafeBytes(of: &name.machine) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        unifiedCgroups = cgroups.version == .v2
        swapAccounting = cgroups.countsSwap(of: group)
        limitsHugePages = cgroups.has("hugetlb")
        capabilities = Capability.names(in: ProcessCapabilities.inheritable())
        let text = (try? File.read("/proc/self/oom_score_adj")) ?? []
        oomScoreAdjustment =
            Int(String(decoding: text, as: UTF8.self).prefix { $0 != "\n" }) ?? 0
        let boot = (try? File.read("/proc/sys/kernel/random/boot_id")) ?? []
        bootID = String(decoding: boot.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        openFiles = .inherited
    }
}
