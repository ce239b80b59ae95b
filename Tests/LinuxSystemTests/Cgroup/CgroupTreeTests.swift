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

    /// The v2 hierarchy of this machine, which a hybrid one has beside that of v1.
    private var unified: String? {
        hierarchy.version == .v2 ? hierarchy.mountPoints[0].path : hierarchy.hybridMountPoint
    }

    /// In a container the mounted root is a group with processes, which hands nothing down.
    @Test func theRootOfAContainerIsVacated() throws {
        guard let unified else { return }
        let machine = CgroupHierarchy(
            version: .v2, mountPoints: [.init(path: unified, controllers: [])])
        try machine.create(group)
        let root = "\(unified)/\(group)"
        guard try CgroupFile.read(root + "/cgroup.controllers").contains("hugetlb") else {
            return try machine.remove(group)
        }
        let children = try (0..<3).map { _ in try spawnSleep() }
        for child in children { try CgroupFile.write("\(child)", to: root + "/cgroup.procs") }
        let container = CgroupHierarchy(
            version: .v2, mountPoints: [.init(path: root, controllers: ["hugetlb"])])
        try container.create("kubepods/pod1")
        #expect(container.directory(of: "kubepods/pod1", controller: "hugetlb") != nil)
        #expect(
            try CgroupFile.read(root + "/kubepods/pod1/cgroup.controllers").contains("hugetlb"))
        #expect(try container.processes(in: "kubepods") == [])
        #expect(
            try container.processes(in: CgroupHierarchy.groupOfOthers) == children.sorted())
        try end(children, in: group, of: machine)
    }

    @Test func processesOfThreadedGroupsAreFound() throws {
        guard let unified else { return }
        let hierarchy = CgroupHierarchy(
            version: .v2, mountPoints: [.init(path: unified, controllers: [])])
        try hierarchy.create(group)
        let inner = "\(unified)/\(group)/inner"
        #expect(mkdir(inner, 0o755) == 0)
        try CgroupFile.write("threaded", to: inner + "/cgroup.type")
        let child = try spawnSleep()
        for folder in ["\(unified)/\(group)", inner] {
            try CgroupFile.write("\(child)", to: folder + "/cgroup.procs")
        }
        #expect(try hierarchy.processes(in: group) == [child])
        try end([child], in: group, of: hierarchy)
    }

    private func end(_ children: [pid_t], in group: String, of hierarchy: CgroupHierarchy) throws {
        try hierarchy.kill(group)
        for child in children {
            var status: Int32 = 0
            #expect(waitpid(child, &status, 0) == child)
        }
        try hierarchy.clear(group)
        #expect(!hierarchy.exists(group))
    }

    private func check(_ hierarchy: CgroupHierarchy) throws {
        // On v2 a group that hands controllers down has no processes of its own.
        let leaves = [group + "/one", group + "/other/inner"]
        for leaf in leaves { try hierarchy.create(leaf) }
        let children = try (0..<4).map { _ in try spawnSleep() }
        for (index, child) in children.enumerated() {
            for mountPoint in hierarchy.mountPoints {
                let folder = CgroupHierarchy.join(mountPoint.path, leaves[index % leaves.count])
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
