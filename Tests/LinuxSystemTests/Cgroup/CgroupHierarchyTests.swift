import Testing

@testable import LinuxSystem

@Suite struct CgroupDetectionTests {
    let hybrid = """
        22 1 0:20 / /proc rw - proc proc rw
        30 29 0:26 / /sys/fs/cgroup rw,relatime shared:9 - tmpfs tmpfs rw,mode=755
        31 30 0:27 / /sys/fs/cgroup/cpu,cpuacct rw shared:10 - cgroup cgroup rw,cpu,cpuacct
        32 30 0:28 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
        33 30 0:29 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,xattr,name=systemd
        34 30 0:30 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw,nsdelegate
        35 30 0:28 / /var/other/memory rw - cgroup cgroup rw,memory
        """

    @Test func hybridHostIsV1() throws {
        let found = try #require(
            CgroupHierarchy.parse(mountInfo: hybrid) { _ in "hugetlb" })
        #expect(found.version == .v1)
        #expect(found.hybridMountPoint == "/sys/fs/cgroup/unified")
        #expect(found.summary == "v1 (hybrid, v2 at /sys/fs/cgroup/unified is not used)")
        #expect(
            found.mountPoints == [
                .init(path: "/sys/fs/cgroup/cpu,cpuacct", controllers: ["cpu", "cpuacct"]),
                .init(path: "/sys/fs/cgroup/memory", controllers: ["memory"]),
                .init(path: "/sys/fs/cgroup/systemd", controllers: ["name=systemd"]),
            ])
        #expect(
            found.directory(of: "kubepods/pod1", controller: "cpuacct")
                == "/sys/fs/cgroup/cpu,cpuacct/kubepods/pod1")
        #expect(found.directory(of: "kubepods/pod1", controller: "pids") == nil)
        #expect(
            found.oomEventsFile("a/b") == "/sys/fs/cgroup/memory/a/b/memory.oom_control")
    }

    @Test func unifiedHostIsV2() throws {
        let mounts = """
            28 1 0:26 / /mnt/cgroupv2 rw - cgroup2 none rw
            30 29 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw
            31 29 0:27 / /old/systemd rw - cgroup cgroup rw,name=systemd
            32 29 0:26 / /run/other/cgroupv2 rw - cgroup2 none rw
            """
        let found = try #require(
            CgroupHierarchy.parse(mountInfo: mounts) {
                $0 == "/sys/fs/cgroup" ? "cpuset cpu io memory pids\n" : ""
            })
        #expect(found.version == .v2)
        #expect(found.summary == "v2")
        #expect(found.has("memory") && found.has("pids") && !found.has("freezer"))
        #expect(found.oomEventsFile("/a/") == "/sys/fs/cgroup/a/memory.events")
    }

    @Test func nothingMounted() {
        #expect(
            CgroupHierarchy.parse(mountInfo: "22 1 0:20 / /proc rw - proc proc rw") { _ in "" }
                == nil)
        #expect(CgroupHierarchy.parse(mountInfo: "") { _ in "" } == nil)
    }
}

@Suite struct CgroupUsageTests {
    @Test func fieldsAreMatchedWhole() {
        let stat = "inactive_file 10\ntotal_inactive_file 20\n"
        #expect(CgroupHierarchy.field("inactive_file", in: stat) == 10)
        #expect(CgroupHierarchy.field("total_inactive_file", in: stat) == 20)
        #expect(CgroupHierarchy.field("file", in: stat) == nil)
        #expect(CgroupHierarchy.number("max\n") == nil)
        #expect(CgroupHierarchy.number("4096\n") == 4096)
    }

    @Test func workingSetAndUnlimited() {
        let usage = CgroupHierarchy.usage(
            cpuTime: 5, memory: 100, inactiveFile: 30, limit: 0x7fff_ffff_ffff_f000, tasks: 2)
        #expect(usage.memoryWorkingSet == 70)
        #expect(usage.memoryLimit == nil)
        let small = CgroupHierarchy.usage(
            cpuTime: nil, memory: 10, inactiveFile: 30, limit: 4096, tasks: nil)
        #expect(small.memoryWorkingSet == 0)
        #expect(small.memoryLimit == 4096)
    }
}
