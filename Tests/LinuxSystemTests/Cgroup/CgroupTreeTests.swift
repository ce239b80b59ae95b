import Glibc
import Testing

@testable import LinuxSystem

/// On the host's real cgroups.
@Suite(.enabled(if: getuid() == 0, "needs root")) struct CgroupTreeTests {
    let hierarchy: CgroupHierarchy
    let group = "swiftlet-test-\(getpid())-\(UInt32.random(in: 0 ... .max))"

    init() throws { hierarchy = try CgroupHierarchy.detect() }

    @Test func createApplyRemove() throws {
        let pod = group + "/burstable/pod1"
        try hierarchy.create(pod)
        defer { try? hierarchy.remove(group) }
        try hierarchy.create(pod)
        #expect(hierarchy.exists(pod))
        #expect(hierarchy.children(of: group) == ["burstable"])
        let limits = CgroupLimits(
            cpuShares: 10, cpuQuota: 2000, cpuPeriod: 100_000, memoryLimit: 33_554_432,
            pidsLimit: 50)
        try hierarchy.apply(limits, to: pod, formula: .linear)
        for setting in limits.files(for: hierarchy.version, formula: .linear) {
            guard let folder = hierarchy.directory(of: pod, controller: setting.controller) else {
                continue
            }
            #expect(try CgroupFile.read("\(folder)/\(setting.file)") == setting.value + "\n")
        }
        if hierarchy.has("memory") {
            #expect(hierarchy.usage(of: pod).memoryLimit == 33_554_432)
        }
        if let cpuset = hierarchy.directory(of: pod, controller: "cpuset"),
            hierarchy.version == .v1
        {
            #expect(try CgroupFile.read(cpuset + "/cpuset.cpus").count > 1)
            #expect(try CgroupFile.read(cpuset + "/cpuset.mems").count > 1)
        }
        try hierarchy.remove(group)
        #expect(!hierarchy.exists(group))
        try hierarchy.remove(group)
    }

    /// On v2 a group has no file of a controller that the group above keeps for itself.
    @Test func controllersWithLimitsAreHandedDown() {
        let limits = CgroupLimits(
            cpuShares: 10, cpuQuota: 2000, cpuPeriod: 100_000, memoryLimit: 33_554_432,
            pidsLimit: 50, oomGroup: true, hugePageLimits: ["2MB": 0])
        for setting in limits.files(for: .v2, formula: .linear) {
            #expect(CgroupHierarchy.controllersHandedDown.contains(setting.controller))
        }
    }

    @Test func wrongValueNamesTheFile() throws {
        guard hierarchy.has("cpu") else { return }
        try hierarchy.create(group)
        defer { try? hierarchy.remove(group) }
        let error = #expect(throws: SystemError.self) {
            try hierarchy.apply(
                CgroupLimits(cpuQuota: 1, cpuPeriod: 100_000), to: group, formula: .linear)
        }
        #expect(error?.code == EINVAL)
        #expect(error?.subject.contains(group) == true)
    }

    @Test func killTakesEveryProcessBelow() throws {
        try check(hierarchy)
    }

    /// A v2 hierarchy beside v1 has no controllers worth mentioning, but groups and cgroup.kill.
    @Test func killOnTheUnifiedHierarchy() throws {
        guard let unified = hierarchy.hybridMountPoint else { return }
        try check(
            CgroupHierarchy(
                version: .v2, mountPoints: [.init(path: unified, controllers: [])]))
    }

    private func check(_ hierarchy: CgroupHierarchy) throws {
        let inner = group + "/inner"
        try hierarchy.create(inner)
        let children = try (0..<4).map { _ in try spawnSleep() }
        for (index, child) in children.enumerated() {
            for mountPoint in hierarchy.mountPoints {
                let folder = CgroupHierarchy.join(
                    mountPoint.path, index.isMultiple(of: 2) ? group : inner)
                try CgroupFile.write("\(child)", to: folder + "/cgroup.procs")
            }
        }
        #expect(try hierarchy.processes(in: group) == children.sorted())
        let busy = #expect(throws: SystemError.self) { try hierarchy.remove(group) }
        #expect(busy?.code == EBUSY)
        try hierarchy.kill(group)
        for child in children {
            var status: Int32 = 0
            #expect(waitpid(child, &status, 0) == child)
            #expect(status & 0x7f == SIGKILL)
        }
        #expect(try hierarchy.processes(in: group) == [])
        try hierarchy.remove(group)
        #expect(try hierarchy.processes(in: group) == [])
        try hierarchy.kill(group)
    }

    private func spawnSleep() throws -> pid_t {
        var child: pid_t = 0
        let arguments: [UnsafeMutablePointer<CChar>?] = [strdup("sleep"), strdup("60"), nil]
        defer { for argument in arguments { free(argument) } }
        let code = posix_spawnp(&child, "sleep", nil, nil, arguments, environ)
        guard code == 0 else { throw SystemError("posix_spawn", "sleep", code: code) }
        return child
    }
}
