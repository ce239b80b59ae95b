import Glibc
import LinuxSystem
import Logging
import Testing

@testable import ContainerRuntime

private enum Prerequisites {
    static let monitor =
        "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        + "/.build/debug/swiftlet-monitor"

    static let areMet =
        getuid() == 0
        && [monitor, "/bin/busybox", "/usr/lib/cni/bridge"].allSatisfy { File.exists($0) }
}

/// Containers of a static busybox with a real OCI runtime, CNI plugins and the built monitor.
@Suite(
    .enabled(if: Prerequisites.areMet, "needs root, swiftlet-monitor and busybox"),
    .serialized)
final class RealContainerTests {
    private let number = Int.random(in: 100..<1000)
    var folder: String { "/tmp/swiftlet-runtime-\(number)" }
    var root: String { folder + "/rootfs" }
    var configuration: RuntimeConfiguration {
        RuntimeConfiguration(
            runDirectory: folder + "/run", cgroupRoot: "swiftlet-test-\(number)",
            monitorPath: Prerequisites.monitor,
            network: NetworkConfiguration(
                configurationDirectory: folder + "/cni", stateDirectory: folder + "/network",
                bridge: "swtest\(number)", podCIDR: "10.91.\(number % 256).0/24"))
    }

    init() throws {
        for name in ["bin", "etc", "proc", "sys", "dev", "tmp"] {
            try File.makeFolders("\(root)/\(name)")
        }
        try File.write(File.read("/bin/busybox"), to: root + "/bin/busybox", mode: 0o755)
        symlink("busybox", root + "/bin/sh")
        try File.write(Array("app:x:1000:1000::/:/bin/sh\n".utf8), to: root + "/etc/passwd")
    }

    deinit { try? File.removeTree(folder) }

    func withRuntime(_ body: (OCIContainerRuntime) async throws -> Void) async throws {
        let runtime = try await open()
        do {
            try await body(runtime)
        } catch {
            try? await runtime.tearDown()
            throw error
        }
        try await runtime.tearDown()
        #expect(!runtime.cgroups.exists(configuration.cgroupRoot))
        #expect(!File.exists("/sys/class/net/swtest\(number)"))
    }

    func open() async throws -> OCIContainerRuntime {
        try await OCIContainerRuntime.open(configuration, logger: Logger(label: "test"))
    }

    func sandbox(
        _ runtime: OCIContainerRuntime, namespaces: NamespaceOptions = NamespaceOptions(),
        sysctls: [String: String] = [:]
    ) async throws -> PodSandbox {
        try await runtime.runPodSandbox(
            PodSandboxConfiguration(
                owner: .kubelet,
                metadata: PodSandboxMetadata(name: "p", namespace: "lab", uid: "u"),
                hostname: "pod-name", logDirectory: folder + "/logs",
                cgroupParent: "burstable/podu", namespaces: namespaces, sysctls: sysctls))
    }

    func start(
        _ script: String, in sandbox: PodSandbox, of runtime: OCIContainerRuntime,
        name: String = "c", command: [String]? = nil,
        security: ContainerSecurity = ContainerSecurity(), mounts: [ContainerMount] = [],
        processes: ProcessNamespace? = nil
    ) async throws -> Container {
        let id = String((0..<64).map { _ in "0123456789abcdef".randomElement()! })
        let resources = LinuxResources(
            cpuShares: 20, cpuQuota: 50_000, cpuPeriod: 100_000, memoryLimit: 32 << 20)
        _ = try await runtime.createContainer(
            id: id, sandboxID: sandbox.id,
            configuration: ContainerConfiguration(
                name: name, attempt: 0, image: "busybox", imageID: "", imageReference: "",
                rootFileSystem: root, arguments: command ?? ["/bin/sh", "-c", script],
                mounts: mounts, resources: resources, security: security,
                processNamespace: processes,
                logPath: "\(name)/0.log"))
        return try await runtime.startContainer(id: id)
    }

    func end(_ container: Container, _ runtime: OCIContainerRuntime) async -> ContainerExit? {
        let events = await runtime.events()
        if case .exited(_, let exit) = await runtime.container(id: container.id)?.state {
            return exit
        }
        for await case .exited(container.id, _) in events { break }
        guard case .exited(_, let exit) = await runtime.container(id: container.id)?.state else {
            return nil
        }
        return exit
    }

    func log(_ name: String = "c") throws -> String {
        String(decoding: try File.read("\(folder)/logs/\(name)/0.log"), as: UTF8.self)
    }

    @Test(.timeLimit(.minutes(1)))
    func aPluginThatHangsHoldsNothingUpForEver() async throws {
        let plugin = folder + "/plugins/moody"
        for name in ["plugins", "cni"] { try File.makeFolders("\(folder)/\(name)") }
        try File.write(
            Array(#"{"cniVersion":"1.0.0","name":"n","plugins":[{"type":"moody"}]}"#.utf8),
            to: folder + "/cni/05-moody.conflist")
        func hangs(at command: String) throws {
            try File.replace(
                Array(
                    "#!/bin/sh\n[ $CNI_COMMAND = \(command) ] && exec sleep 1000\necho '{}'\n".utf8),
                at: plugin)
            chmod(plugin, 0o755)
        }
        var configuration = configuration
        configuration.network.pluginDirectories = [folder + "/plugins"]
        configuration.network.pluginTimeLimit = 1
        let runtime = try await OCIContainerRuntime.open(
            configuration, logger: Logger(label: "test"))
        try hangs(at: "ADD")
        await #expect(throws: RuntimeError.self) { try await sandbox(runtime) }
        #expect(File.names(in: folder + "/run/sandboxes").isEmpty)
        try hangs(at: "DEL")
        let made = try await sandbox(runtime)
        await #expect(throws: RuntimeError.self) {
            try await runtime.removePodSandbox(id: made.id)
        }
        try await runtime.removePodSandbox(id: made.id)
        #expect(File.names(in: folder + "/run/sandboxes").isEmpty)
        try await runtime.tearDown()
        #expect(!runtime.cgroups.exists(configuration.cgroupRoot))
    }

    @Test(.timeLimit(.minutes(1)))
    func aContainerRunsAsConfigured() async throws {
        try await withRuntime { runtime in
            let sandbox = try await sandbox(runtime)
            #expect(sandbox.ipAddresses.first?.hasPrefix("10.91.") == true)
            let container = try await start(
                "busybox hostname; busybox id -u; busybox grep Seccomp: /proc/self/status; exit 3",
                in: sandbox, of: runtime, security: ContainerSecurity(user: "app"))
            let exit = await end(container, runtime)
            #expect(exit?.exitCode == 3)
            let log = try log()
            #expect(log.contains("stdout F pod-name\n"))
            #expect(log.contains("stdout F 1000\n"))
            #expect(log.contains("stdout F Seccomp:\t2\n"))
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func limitsAreSetOnTheContainersGroup() async throws {
        try await withRuntime { runtime in
            let sandbox = try await sandbox(runtime)
            let container = try await start("sleep 60", in: sandbox, of: runtime)
            let usage = await runtime.stats(containerID: container.id)
            #expect(usage?.memoryLimit == 32 << 20)
            let group = "\(configuration.cgroupRoot)/burstable/podu/\(container.id)"
            if runtime.cgroups.version == .v1 {
                let folder = try #require(
                    runtime.cgroups.directory(of: group, controller: "cpu"))
                #expect(
                    try File.read(folder + "/cpu.cfs_quota_us") == Array("50000\n".utf8))
            }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func stoppingAsksFirstAndThenKills() async throws {
        try await withRuntime { runtime in
            let sandbox = try await sandbox(runtime)
            let willing = try await start(
                "trap 'exit 5' TERM; echo set; while :; do busybox sleep 0.1; done", in: sandbox,
                of: runtime, name: "willing")
            let deaf = try await start(
                "trap '' TERM; echo set; while :; do busybox sleep 1; done", in: sandbox,
                of: runtime, name: "deaf")
            // The signal must not come before the shell has set its trap.
            for name in ["willing", "deaf"] {
                while (try? log(name))?.contains("set") != true {
                    try await Task.sleep(for: .milliseconds(5))
                }
            }
            try await runtime.stopContainer(id: willing.id, gracePeriod: .seconds(20))
            try await runtime.stopContainer(id: deaf.id, gracePeriod: .milliseconds(200))
            #expect(await end(willing, runtime)?.exitCode == 5)
            #expect(await end(deaf, runtime)?.signal == Int(SIGKILL))
            try await runtime.removePodSandbox(id: sandbox.id)
            try await runtime.removePodSandbox(id: sandbox.id)
            #expect(await runtime.containers(sandboxID: nil).isEmpty)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func aPrivilegedContainerSeesTheHostsDevices() async throws {
        try await withRuntime { runtime in
            let sandbox = try await sandbox(runtime)
            let container = try await start(
                "busybox grep Seccomp: /proc/self/status; [ -c /dev/loop-control ]",
                in: sandbox, of: runtime, security: ContainerSecurity(privileged: true))
            #expect(await end(container, runtime)?.exitCode == 0)
            let log = try log()
            #expect(log.contains("stdout F Seccomp:\t0\n"))
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func aMissingCommandIsAStartError() async throws {
        try await withRuntime { runtime in
            let sandbox = try await sandbox(runtime)
            await #expect(
                throws: RuntimeError.startFailed(
                    "failed to start the container's command: exec: \"nope\": "
                        + "executable file not found in $PATH")
            ) {
                try await start("", in: sandbox, of: runtime, command: ["nope"])
            }
            let container = try #require(await runtime.containers(sandboxID: sandbox.id).first)
            guard case .exited(nil, let exit) = container.state else {
                Issue.record("the container is \(container.state)")
                return
            }
            #expect(exit.exitCode == 128)
            #expect(exit.reason == "StartError")
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func anotherRuntimeTakesOverWhatRunsAndWhatEnded() async throws {
        try await withRuntime { first in
            let sandbox = try await sandbox(first)
            let running = try await start("busybox sleep 60", in: sandbox, of: first, name: "a")
            let ended = try await start("exit 9", in: sandbox, of: first, name: "b")
            _ = await end(ended, first)

            let second = try await open()
            let taken = await second.container(id: running.id)
            #expect(taken == running)
            guard case .exited(.some, let exit) = await second.container(id: ended.id)?.state else {
                Issue.record("the end was not noticed")
                return
            }
            #expect(exit.exitCode == 9)
            #expect(await second.podSandboxes(owner: .kubelet) == [sandbox])
            try await second.stopContainer(id: running.id, gracePeriod: .zero)
            #expect(await end(running, first)?.signal == Int(SIGKILL))
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func containersOfAPodShareProcessesWhereItSaysSo() async throws {
        try await withRuntime { runtime in
            let sandbox = try await sandbox(runtime, namespaces: .init(processes: .pod))
            let first = try await start(
                "busybox sleep 3600 & echo $$ >/tmp/first; exec busybox sleep 1800", in: sandbox,
                of: runtime, name: "a")
            let second = try await start(
                """
                busybox cat /proc/1/comm
                until [ -s /tmp/first ]; do busybox sleep 0.05; done
                [ -r /proc/1/root/etc ] && echo got out
                busybox kill -9 1; busybox sleep 0.1; busybox kill -0 1 && echo one lives
                busybox kill $(busybox cat /tmp/first)
                """, in: sandbox, of: runtime, name: "b")
            #expect(await end(second, runtime)?.exitCode == 0)
            #expect(await end(first, runtime)?.signal == Int(SIGTERM))
            let log = try log("b")
            #expect(log.contains("stdout F pod-init\n"))
            #expect(log.contains("stdout F one lives\n"))
            #expect(!log.contains("got out"))
            // What the first one left behind has gone with it.
            let group = "\(configuration.cgroupRoot)/burstable/podu/\(first.id)"
            while try !runtime.cgroups.processes(in: group).isEmpty {
                try await Task.sleep(for: .milliseconds(5))
            }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func aContainerJoinsTheProcessesOfAnotherOne() async throws {
        try await withRuntime { runtime in
            let sandbox = try await sandbox(runtime)
            let target = try await start("exec busybox sleep 3600", in: sandbox, of: runtime)
            let debugger = try await start(
                "busybox cat /proc/1/cmdline | busybox tr '\\0' ' '", in: sandbox, of: runtime,
                name: "d", processes: .target(containerID: target.id))
            #expect(await end(debugger, runtime)?.exitCode == 0)
            #expect(try log("d").contains("busybox sleep 3600"))
            #expect(await runtime.container(id: target.id)?.state == target.state)
            try await runtime.removeContainer(id: debugger.id)
            await #expect(throws: RuntimeError.noSuchContainer("nope")) {
                try await start(
                    "", in: sandbox, of: runtime, name: "e",
                    processes: .target(containerID: "nope"))
            }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func aPodOnTheMachinesNamespacesHasThem() async throws {
        try await withRuntime { runtime in
            let host = try await sandbox(
                runtime,
                namespaces: .init(usesHostNetwork: true, usesHostIPC: true, processes: .node))
            #expect(host.ipAddresses == [])
            let container = try await start(
                "for n in net ipc uts pid mnt; do busybox readlink /proc/self/ns/$n; done",
                in: host, of: runtime)
            #expect(await end(container, runtime)?.exitCode == 0)
            let log = try log()
            for name in ["net", "ipc", "uts", "pid"] {
                var target = [CChar](repeating: 0, count: 64)
                let count = readlink("/proc/self/ns/\(name)", &target, target.count)
                let text = String(
                    decoding: target[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
                #expect(log.contains("stdout F \(text)\n"), "\(name)")
            }
            // Another runtime still takes it for ready.
            let second = try await open()
            #expect(await second.podSandboxes(owner: .kubelet) == [host])
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func settingsOfThePodsNamespacesAreMade() async throws {
        try await withRuntime { runtime in
            let sandbox = try await sandbox(
                runtime,
                sysctls: ["net/ipv4/tcp_syncookies": "0", "kernel/shm_rmid_forced": "1"])
            let container = try await start(
                "busybox cat /proc/sys/net/ipv4/tcp_syncookies /proc/sys/kernel/shm_rmid_forced",
                in: sandbox, of: runtime)
            #expect(await end(container, runtime)?.exitCode == 0)
            #expect(try log().contains("stdout F 0\n"))
            #expect(try log().contains("stdout F 1\n"))
            await #expect(throws: SystemError.self) {
                try await self.sandbox(runtime, sysctls: ["net/no/such": "1"])
            }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func aProfileOfTheUsersFiltersSystemCalls() async throws {
        try await withRuntime { runtime in
            let sandbox = try await sandbox(runtime)
            let path = folder + "/no-mkdir.json"
            let profile = """
                {"defaultAction": "SCMP_ACT_ALLOW",
                 "syscalls": [{"names": ["mkdir", "mkdirat"], "action": "SCMP_ACT_ERRNO"}]}
                """
            try File.write(Array(profile.utf8), to: path)
            let container = try await start(
                "busybox mkdir /tmp/a || echo refused", in: sandbox, of: runtime,
                security: ContainerSecurity(seccomp: .localhost(path: path)))
            #expect(await end(container, runtime)?.exitCode == 0)
            #expect(try log().contains("stdout F refused\n"))
            let missing = ContainerSecurity(seccomp: .localhost(path: folder + "/none.json"))
            await #expect(
                throws: RuntimeError.seccompProfile(
                    folder + "/none.json", cause: "no such file or directory")
            ) {
                try await start("", in: sandbox, of: runtime, name: "d", security: missing)
            }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func aReadOnlyMountCanTakeInAllThatIsMountedBelowIt() async throws {
        try await withRuntime { runtime in
            let volume = folder + "/volume"
            try File.makeFolders(volume + "/below")
            try Mount.mount("none", on: volume + "/below", type: "tmpfs")
            defer { try? Mount.unmount(volume + "/below") }
            let sandbox = try await sandbox(runtime)
            let container = try await start(
                """
                busybox touch /plain/below/x && echo plain
                busybox touch /deep/below/y || echo deep
                busybox cp /bin/busybox /plain/below/p; /noexec/below/p true || echo noexec
                """, in: sandbox, of: runtime,
                mounts: [
                    ContainerMount(hostPath: volume, containerPath: "/plain", readOnly: true),
                    ContainerMount(
                        hostPath: volume, containerPath: "/deep", readOnly: true,
                        isRecursivelyReadOnly: true),
                    ContainerMount(
                        hostPath: volume + "/below", containerPath: "/noexec", options: ["noexec"]),
                ])
            #expect(await end(container, runtime)?.exitCode == 0)
            let log = try log()
            for word in ["plain", "deep", "noexec"] {
                #expect(log.contains("stdout F \(word)\n"), "\(word): \(log)")
            }
        }
    }
}
