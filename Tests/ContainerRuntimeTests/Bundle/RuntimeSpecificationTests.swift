import FoundationEssentials
import JSON
import LinuxSystem
import Testing

@testable import ContainerRuntime

struct RuntimeSpecificationTests {
    private static let features = HostFeatures(
        architecture: "x86_64", unifiedCgroups: false, swapAccounting: false,
        capabilities: Set(Capability.names).subtracting(["CAP_SYS_RESOURCE"]),
        oomScoreAdjustment: 0)

    private func specification(
        _ configuration: ContainerConfiguration, features: HostFeatures = features,
        namespaces: NamespaceOptions = NamespaceOptions()
    ) -> RuntimeSpecification {
        RuntimeSpecification(
            configuration: configuration,
            sandbox: RuntimeFolders(run: "/run").paths(
                ofSandbox: "s", namespaces, container: "c1",
                processes: configuration.processNamespace ?? namespaces.processes),
            hostName: "sidecar-demo",
            identity: .init(user: 0, group: 0, additionalGroups: [0, 10], home: "/root"),
            capabilities: Capability.resolve(
                configuration.security, available: features.capabilities
            ).granted,
            cgroup: "/kubepods/burstable/pod1/c1", features: features)
    }

    private func configuration(
        mounts: [ContainerMount] = [], resources: LinuxResources = LinuxResources(),
        security: ContainerSecurity = ContainerSecurity(), environment: [String] = []
    ) -> ContainerConfiguration {
        ContainerConfiguration(
            name: "c", attempt: 0, image: "busybox", imageID: "sha256:1", imageReference: "busybox",
            rootFileSystem: "/var/lib/rootfs", arguments: ["sh", "-c", "true"],
            environment: environment, mounts: mounts, resources: resources, security: security,
            logPath: "c/0.log")
    }

    @Test func hugePagesAreLimitedWhereTheHostCan() {
        var resources = LinuxResources()
        resources.hugePageLimits = ["2MB": 8_388_608, "1GB": 0]
        func limits(_ can: Bool) -> JSONValue? {
            var features = Self.features
            features.limitsHugePages = can
            return specification(configuration(resources: resources), features: features).render()
                .value(at: "linux", "resources", "hugepageLimits")
        }
        #expect(
            limits(true) == [
                ["pageSize": "1GB", "limit": 0], ["pageSize": "2MB", "limit": 8_388_608],
            ])
        #expect(limits(false) == nil)
    }

    @Test func aContainerMayHaveAsManyFilesAsTheDaemonWasToldToHave() {
        var features = Self.features
        features.openFiles = OpenFilesLimit(soft: 1024, hard: 524_288)
        let process = specification(configuration(), features: features).render()["process"]
        #expect(
            process?["rlimits"] == [["type": "RLIMIT_NOFILE", "soft": 1024, "hard": 524_288]])
    }

    @Test func aProfileIsNamedWhereThereIsOne() {
        var specification = specification(configuration())
        #expect(specification.render().value(at: "process", "apparmorProfile") == nil)
        specification.appArmorProfile = "swiftlet-default"
        #expect(
            specification.render().value(at: "process", "apparmorProfile") == "swiftlet-default")
    }

    /// The tutorial's log writer. The list of system calls is left out; its own tests cover it.
    @Test func documentIsAsExpected() throws {
        var document = specification(
            configuration(
                mounts: [
                    ContainerMount(hostPath: "/pods/1/logs", containerPath: "/var/log/app"),
                    ContainerMount(hostPath: "/pods/1/hosts", containerPath: "/etc/hosts"),
                ],
                resources: LinuxResources(
                    cpuShares: 10, cpuQuota: 2000, cpuPeriod: 100_000, memoryLimit: 33_554_432,
                    oomScoreAdjustment: 999))
        ).render()
        document.set(nil, at: "linux", "seccomp")
        let path = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
        let golden = try Data(
            contentsOf: URL(filePath: "/\(path)/Resources/config-log-writer.json"))
        #expect(
            document.serialized(indent: 2) + "\n" == String(decoding: golden, as: UTF8.self))
    }

    @Test func whatIsSharedWithTheMachineHasNoNamespace() {
        let all = NamespaceOptions(
            usesHostNetwork: true, usesHostIPC: true, processes: .node)
        let document = specification(configuration(), namespaces: all).render()
        #expect(document.value(at: "linux", "namespaces") == [["type": "mount"]])
        let sharedMemory = document["mounts"]?.arrayValue?.first { $0["destination"] == "/dev/shm" }
        #expect(sharedMemory?["source"] == "/dev/shm")
    }

    @Test func processesAreThePodsOrThoseOfOneContainer() {
        var pod = configuration()
        let shared = NamespaceOptions(processes: .pod)
        func process() -> JSONValue? {
            specification(pod, namespaces: shared).render()
                .value(at: "linux", "namespaces")?.arrayValue?.first
        }
        #expect(process() == ["type": "pid", "path": "/run/sandboxes/s/pid"])
        pod.processNamespace = .target(containerID: "other")
        #expect(process() == ["type": "pid", "path": "/run/containers/c1/target-pid"])
        pod.processNamespace = .container
        #expect(process() == ["type": "pid"])
    }

    @Test func cpuQuotaIsLeftToTheTimeAfterTheSetUp() {
        let document = specification(
            configuration(
                resources: LinuxResources(cpuShares: 2, cpuQuota: 2000, cpuPeriod: 100_000))
        ).render()
        #expect(document.value(at: "linux", "resources", "cpu") == ["shares": 2])
    }

    @Test func environmentOfTheImageWinsOverDefaults() {
        let process = specification(
            configuration(environment: ["PATH=/mine", "HOME=/home/me"])
        ).render()["process"]
        #expect(process?["env"] == ["HOSTNAME=sidecar-demo", "PATH=/mine", "HOME=/home/me"])
    }

    @Test func mountsOfThePodReplaceTheKernelsAndComeOuterFirst() {
        let mounts = specification(
            configuration(mounts: [
                ContainerMount(hostPath: "/h/inner", containerPath: "/data/inner/deep"),
                ContainerMount(hostPath: "/h/shm", containerPath: "/dev/shm"),
                ContainerMount(
                    hostPath: "/h/data", containerPath: "/data", readOnly: true,
                    propagation: .hostToContainer),
            ])
        ).mounts()
        let places = mounts.compactMap { $0["destination"]?.stringValue }
        #expect(places.filter { $0 == "/dev/shm" }.count == 1)
        #expect(places.suffix(3) == ["/data", "/dev/shm", "/data/inner/deep"])
        let data = mounts.first { $0["destination"] == "/data" }
        #expect(data?["options"] == ["rbind", "rslave", "ro"])
    }

    @Test func oomScoreIsNotAskedToGoWhereItCannot() {
        let wanted = configuration(resources: LinuxResources(oomScoreAdjustment: -997))
        #expect(specification(wanted).render().value(at: "process", "oomScoreAdj") == 0)
        var able = Self.features
        able.capabilities.insert("CAP_SYS_RESOURCE")
        #expect(
            specification(wanted, features: able).render().value(at: "process", "oomScoreAdj")
                == -997)
    }

    @Test func privilegedContainersAreNotFiltered() {
        let linux = specification(
            configuration(security: ContainerSecurity(privileged: true))
        ).render()["linux"]
        #expect(linux?["seccomp"] == nil)
        #expect(linux?["maskedPaths"] == nil)
        #expect(linux?["readonlyPaths"] == nil)
    }

    @Test func cgroupV2AddsANamespaceAndGroupKill() {
        var features = Self.features
        features.unifiedCgroups = true
        let linux = specification(configuration(), features: features).render()["linux"]
        #expect(linux?["namespaces"]?.arrayValue?.last == ["type": "cgroup"])
        #expect(linux?.value(at: "resources", "unified") == ["memory.oom.group": "1"])
    }

    @Test func noContainerSwaps() {
        var features = Self.features
        features.swapAccounting = true
        var resources = LinuxResources()
        func rendered(_ member: String) -> JSONValue? {
            specification(configuration(resources: resources), features: features).render()
                .value(at: "linux", "resources", member)
        }
        #expect(rendered("memory") == nil)
        resources.memoryLimit = 4096
        #expect(rendered("memory") == ["limit": 4096, "swap": 4096])
        features.unifiedCgroups = true
        #expect(rendered("memory") == ["limit": 4096])
        resources.memoryLimit = nil
        #expect(rendered("unified") == ["memory.oom.group": "1", "memory.swap.max": "0"])
    }

    @Test func privilegedContainersSeeTheCgroupsOfTheMachine() {
        var features = Self.features
        features.unifiedCgroups = true
        let namespaces = specification(
            configuration(security: ContainerSecurity(privileged: true)), features: features
        ).render().value(at: "linux", "namespaces")?.arrayValue
        #expect(namespaces?.isEmpty == false)
        #expect(namespaces?.contains(["type": "cgroup"]) == false)
    }

    @Test func aCompiledFilterIsHandedOnOnlyWhereAProfileApplies() {
        var filtered = specification(configuration())
        filtered.compiledSeccomp = "AAAA"
        #expect(filtered.render()["annotations"] == ["run.oci.seccomp_bpf_data": "AAAA"])
        var unconfined = specification(
            configuration(security: ContainerSecurity(seccomp: .unconfined)))
        unconfined.compiledSeccomp = "AAAA"
        #expect(unconfined.render()["annotations"] == nil)
        #expect(unconfined.render().value(at: "linux", "seccomp") == nil)
    }

    @Test func aPodWithUsersOfItsOwnMountsWhatTheMonitorMapped() {
        var specification = specification(
            configuration(
                mounts: [
                    ContainerMount(hostPath: "/image", containerPath: "/a/b", keepsOwners: true),
                    ContainerMount(hostPath: "/pods/1/data", containerPath: "/data"),
                    ContainerMount(hostPath: "/pods/1/secret", containerPath: "/a/b/secret"),
                ], resources: LinuxResources(oomScoreAdjustment: 999)))
        specification.sandbox.users = PinnedUserNamespace(
            path: "/run/sandboxes/s/user", range: UserIDRange(first: 131_072))
        specification.sandbox.mappedMounts = "/run/containers/c1/mounts"
        specification.lockedOptions = [["ro"], [], ["nosuid", "nodev"]]
        #expect(specification.mappedPaths == ["/pods/1/data", "/pods/1/secret"])
        let document = specification.render()
        let mounts = (document["mounts"]?.arrayValue ?? []).suffix(3)
        #expect(
            mounts.map { $0["source"]?.stringValue } == [
                "/run/containers/c1/mounts/0", "/image", "/run/containers/c1/mounts/1",
            ])
        #expect(
            mounts.map { $0["options"] } == [
                ["rbind", "rprivate", "rw"], ["rbind", "rprivate", "ro"],
                ["rbind", "rprivate", "rw", "nosuid", "nodev"],
            ])
        #expect(
            document.value(at: "linux", "uidMappings") == [
                ["containerID": 0, "hostID": 131_072, "size": 65_536]
            ])
        #expect(
            document.value(at: "linux", "namespaces")?.arrayValue?.first == [
                "type": "user", "path": "/run/sandboxes/s/user",
            ])
        #expect(document.value(at: "process", "oomScoreAdj") == nil, "the monitor sets it before")
    }

    @Test func optionsThatAreLockedHaveTheirNames() {
        #expect(LockedMountOptions.options(flags: 0) == [])
        #expect(LockedMountOptions.options(flags: 1 | 2 | 4 | 4096) == ["ro", "nosuid", "nodev"])
        #expect(LockedMountOptions.options(flags: 8 | 1024) == ["noexec", "noatime"])
        #expect(LockedMountOptions.options(of: "/no/such/path") == [])
    }
}
