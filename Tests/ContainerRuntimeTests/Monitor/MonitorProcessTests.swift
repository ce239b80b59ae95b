import Testing

@testable import ContainerRuntime

struct MonitorProcessTests {
    @Test func reportsAreUnderstood() {
        #expect(MonitorProcess.parse("created 4711\n", status: 0) == .created(4711))
        #expect(
            MonitorProcess.parse("failed exec: \"x\": not found\n", status: 1)
                == .failed("exec: \"x\": not found"))
        #expect(
            MonitorProcess.parse("", status: 139)
                == .failed("swiftlet-monitor ended with status 139 before it reported"))
        #expect(
            MonitorProcess.parse("created nothing\n", status: 0)
                == .failed("swiftlet-monitor ended with status 0 before it reported"))
    }

    @Test func configurationIsAsTheMonitorReadsIt() {
        let configuration = MonitorConfiguration(
            id: "abc", runtime: "/usr/bin/crun", runtimeRoot: "/run/s/oci", bundle: "/run/s/b",
            log: "/var/log/pods/x/0.log", logSize: 10_485_760, logFiles: 5, terminal: false,
            outOfMemoryFile: "/sys/fs/cgroup/memory/k/abc/memory.oom_control",
            hidesUnifiedCgroups: true)
        #expect(
            configuration.render() == """
                id=abc
                runtime=/usr/bin/crun
                runtime-root=/run/s/oci
                bundle=/run/s/b
                log=/var/log/pods/x/0.log
                log-size=10485760
                log-files=5
                terminal=0
                stdin=0
                stdin-once=0
                hide-unified=1
                oom-file=/sys/fs/cgroup/memory/k/abc/memory.oom_control

                """)
    }

    @Test func exitRecordsAreRead() {
        #expect(
            ExitRecord.parse("code=137\nsignal=9\nfinished=1795379891203579838\noom=1\n")
                == ContainerExit(
                    exitCode: 137, signal: 9, finishedAt: 1_795_379_891_203_579_838,
                    outOfMemory: true))
        #expect(ExitRecord.parse("code=1\n") == nil)
        #expect(ExitRecord.parse("") == nil)
    }
}
