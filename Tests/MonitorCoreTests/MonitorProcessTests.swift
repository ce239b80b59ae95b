import Glibc
import Testing

@testable import MonitorCore

/// The built program with a shell script as its OCI runtime: needs neither root nor containers.
@Suite(
    .enabled(if: MonitorFixture.program != nil, "swiftlet-monitor is not built"),
    .timeLimit(.minutes(1)))
struct MonitorProcessTests {
    @Test func logsAndRecordsTheExit() throws {
        let fixture = try MonitorFixture("echo out; echo err >&2; printf rest; exit 7")
        #expect(try fixture.run().hasPrefix("created "))
        let exit = try fixture.waitForExit()
        #expect(exit.contains("code=7\nsignal=0\n"))
        #expect(exit.hasSuffix("oom=0\n"))
        let records = fixture.records()
        #expect(records.filter { $0.hasPrefix("stdout") } == ["stdout F out", "stdout P rest"])
        #expect(records.filter { $0.hasPrefix("stderr") } == ["stderr F err"])
        #expect(!fixture.runs("monitor.pid"))
    }

    @Test func recordsASignal() throws {
        let fixture = try MonitorFixture("kill -9 $$")
        _ = try fixture.run()
        #expect(try fixture.waitForExit().hasPrefix("code=137\nsignal=9\n"))
    }

    @Test func outOfMemoryFlag() throws {
        let fixture = try MonitorFixture("exit 137", configuration: "oom-file=DIR/oom")
        fixture.write("oom_kill_disable 0\nunder_oom 0\noom_kill 3\n", to: "oom")
        _ = try fixture.run()
        #expect(try fixture.waitForExit().hasSuffix("oom=1\n"))
    }

    /// The shell ends; what it left behind keeps the pipe.
    @Test func doesNotWaitForGrandchildren() throws {
        let fixture = try MonitorFixture("sleep 20 & echo main; exit 5")
        _ = try fixture.run()
        let start = time(nil)
        #expect(try fixture.waitForExit().hasPrefix("code=5\n"))
        #expect(time(nil) - start < 10)
        #expect(fixture.records() == ["stdout F main"])
    }

    @Test func everyLineThroughRotation() throws {
        let fixture = try MonitorFixture(
            "seq 1 100000; seq 1 1000 >&2", configuration: "log-size=65536\nlog-files=1000")
        _ = try fixture.run()
        _ = try fixture.waitForExit()
        let records = fixture.records()
        #expect(
            records.filter { $0.hasPrefix("stdout") } == (1...100_000).map { "stdout F \($0)" })
        #expect(records.filter { $0.hasPrefix("stderr") } == (1...1000).map { "stderr F \($0)" })
        for name in fixture.logFiles() {
            #expect(Files.read("\(fixture.folder)/logs/\(name)")!.count <= 65536)
        }
    }

    @Test func sayingWhyTheRuntimeFailed() throws {
        let logged = try MonitorFixture(
            "true",
            runtime: #"echo '{"level":"error","msg":"no such thing"}' > DIR/runtime.log; exit 1"#)
        #expect(try logged.run() == "failed no such thing\n")
        #expect(!logged.has("exit"))
        let printed = try MonitorFixture("true", runtime: "echo oh no >&2; exit 1")
        #expect(try printed.run() == "failed oh no\n")
        let silent = try MonitorFixture("true", runtime: "exit 3")
        #expect(try silent.run().hasSuffix("create ended with code 3\n"))
        let missing = try MonitorFixture("true")
        unlink(missing.folder + "/runtime")
        #expect(
            try missing.run()
                == "failed cannot run \(missing.folder)/runtime: No such file or directory\n")
    }

    @Test func containerThatEndsDuringCreate() throws {
        let fixture = try MonitorFixture(
            "true", runtime: "true & echo $! > DIR/pid; wait")
        #expect(try fixture.run().hasSuffix("ended during create\n"))
        #expect(!fixture.has("exit"))
    }

    @Test func badConfiguration() throws {
        let fixture = try MonitorFixture("true", configuration: "log-size=big")
        #expect(try fixture.run() == "failed monitor.conf: log-size=big is not a number\n")
    }

    @Test func ignoresTermination() throws {
        let fixture = try MonitorFixture("sleep 1; echo end")
        _ = try fixture.run()
        let monitor = try #require(Int32(Files.text(fixture.folder + "/monitor.pid").dropLast()))
        for signal in [SIGTERM, SIGINT, SIGHUP] { kill(monitor, signal) }
        #expect(try fixture.waitForExit().hasPrefix("code=0\n"))
        #expect(fixture.records() == ["stdout F end"])
    }
}
