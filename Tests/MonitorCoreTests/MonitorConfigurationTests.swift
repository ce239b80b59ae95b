import MonitorCore
import Testing

@Suite struct MonitorConfigurationTests {
    let minimal = "id=ab\nruntime=/usr/sbin/runc\nruntime-root=/r\nbundle=/b\nlog=/l/0.log\n"

    @Test func everyKey() throws {
        let text =
            minimal + """
                runtime-arg=--debug
                runtime-arg=--criu=a=b
                log-size=4096
                log-files=3
                terminal=1
                stdin=0
                oom-file=/sys/fs/cgroup/memory/x/memory.oom_control
                hide-unified=1
                map-mounts=1
                oom-score-adj=-997
                stream-owner=131072
                """
        let configuration = try MonitorConfiguration(parsing: Array(text.utf8))
        #expect(configuration.id == "ab")
        #expect(configuration.runtimeArguments == ["--debug", "--criu=a=b"])
        #expect(configuration.logSize == 4096)
        #expect(configuration.logFiles == 3)
        #expect(configuration.terminal && configuration.hideUnified && configuration.mapMounts)
        #expect(configuration.oomScoreAdjustment == "-997")
        #expect(configuration.streamOwner == 131_072)
        #expect(configuration.oomFile == "/sys/fs/cgroup/memory/x/memory.oom_control")
    }

    @Test func defaults() throws {
        let configuration = try MonitorConfiguration(parsing: Array(minimal.utf8))
        #expect(configuration.logSize == 10_485_760)
        #expect(configuration.logFiles == 5)
        #expect(!configuration.terminal && configuration.oomFile.isEmpty)
    }

    @Test(arguments: [
        ("id=ab\nnonsense\n", "monitor.conf: line without '=': nonsense"),
        ("id=ab\nlog-size=ten\n", "monitor.conf: log-size=ten is not a number"),
        ("id=ab\nterminal=yes\n", "monitor.conf: terminal=yes is neither 0 nor 1"),
        ("id=ab\nruntime=/r\nruntime-root=/r\nbundle=/b\n", "monitor.conf: log is missing"),
    ])
    func refuses(text: String, message: String) {
        #expect(throws: MonitorError(message)) {
            try MonitorConfiguration(parsing: Array(text.utf8))
        }
    }
}
