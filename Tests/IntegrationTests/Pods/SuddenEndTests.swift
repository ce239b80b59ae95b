import Foundation
import JSON
import Testing

/// What is killed from outside is noticed at once, while the daemon runs.
@Suite struct SuddenEndTests {
    private static let counting = "n=0; while true; do n=$((n+1)); echo $n; sleep 0.05; done"

    /// The lines of a log are the numbers from 1 on.
    private func expectWhole(_ log: String) {
        let numbers = log.split(separator: "\n").map { Int($0) ?? 0 }
        #expect(!numbers.isEmpty)
        #expect(numbers == Array(1...max(numbers.count, 1)))
    }

    private func runningAgain(
        _ daemon: TestDaemon, _ name: String, after pod: JSONValue
    ) async throws -> JSONValue {
        try await daemon.pod(name, "it was started again") {
            $0.isReady && $0.restartCount("main") == 1
                && $0.containerID("main") != pod.containerID("main")
        }
    }

    @Test func theFirstProcessOfAContainer() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            Manifests.pod("killed", containers: [("main", Self.counting), ("other", "sleep 1000")]))
        let before = try await daemon.running("killed")
        _ = try await daemon.log("killed")
        kill(try #require(try daemon.processID(of: before.containerID("main") ?? "")), SIGKILL)
        let after = try await runningAgain(daemon, "killed", after: before)
        let ended = after.container("main")?.value(at: "lastState", "terminated")
        #expect(ended?["exitCode"] == 137)
        #expect(ended?["reason"] == "Error")
        #expect(after.containerID("other") == before.containerID("other"))
        expectWhole(try await daemon.kubectl("logs", "killed", "-c", "main", "--previous").output)
        try await daemon.tearDown()
    }

    @Test func theMonitorOfAContainer() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            Manifests.pod(
                "orphaned", containers: [("main", Self.counting), ("other", "sleep 1000")])
        )
        let before = try await daemon.running("orphaned")
        _ = try await daemon.log("orphaned")
        let id = try #require(before.containerID("main"))
        let process = try #require(try daemon.processID(of: id))
        let monitor = try String(
            contentsOfFile: "\(daemon.root)/run/containers/\(id)/monitor.pid", encoding: .utf8)
        kill(try #require(Int32(monitor.trimmingCharacters(in: .whitespacesAndNewlines))), SIGKILL)
        let after = try await runningAgain(daemon, "orphaned", after: before)
        let ended = after.container("main")?.value(at: "lastState", "terminated")
        #expect(ended?["exitCode"] == 137)
        #expect(ended?["reason"] == "ContainerStatusUnknown")
        // Nobody read its output any more.
        #expect(!FileManager.default.fileExists(atPath: "/proc/\(process)/root/bin"))
        #expect(after.containerID("other") == before.containerID("other"))
        expectWhole(try await daemon.kubectl("logs", "orphaned", "-c", "main", "--previous").output)
        try await daemon.expectEvents(
            "Container is in \"unknown\" state, try killing it before restart")
        try await daemon.tearDown()
    }

    @Test func processOneOfAPod() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: headless}
            spec:
              shareProcessNamespace: true
              terminationGracePeriodSeconds: 1
              initContainers:
              - {name: setup, image: busybox, command: ["true"]}
              containers:
              - {name: main, image: busybox, command: [sleep, "1000"]}
              - {name: other, image: busybox, command: [sleep, "1000"]}
            """)
        let before = try await daemon.running("headless")
        let main = try #require(try daemon.processID(of: before.containerID("main") ?? ""))
        let first = try await Command.run(
            "nsenter", "-t", String(main), "-p", "-m", "cat", "/proc/1/comm")
        #expect(first.output == "pod-init\n")
        let namespace = try FileManager.default.destinationOfSymbolicLink(
            atPath: "/proc/\(main)/ns/pid")
        let processes = try await Command.run("pgrep", "-x", "pod-init").lines.compactMap(
            Int32.init)
        let own = processes.filter {
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\($0)/ns/pid"))
                == namespace
        }
        #expect(own.count == 1)
        kill(try #require(own.first), SIGKILL)
        // All begins anew in another sandbox, as where a pause container has ended.
        let after = try await runningAgain(daemon, "headless", after: before)
        #expect(after.restartCount("other") == 1)
        #expect(after.value(at: "status", "initContainerStatuses")?[0]?["restartCount"] == 1)
        for name in ["main", "other"] {
            let ended = after.container(name)?.value(at: "lastState", "terminated")
            #expect(ended?["exitCode"] == 137)
            #expect(ended?["reason"] == "Error")
        }
        try await daemon.expectEvents(
            "Pod sandbox changed, it will be killed and re-created.")
        #expect(try await daemon.kubectl("delete", "pod", "headless", timeout: 60).status == 0)
        try await daemon.tearDown()
    }

    /// What the runtime knew is gone with /run; what was reported is not.
    @Test func theMachine() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: once}
            spec:
              restartPolicy: Never
              containers:
              - {name: main, image: busybox, command: ["sh", "-c", "echo ran; sleep 1000"]}
              - {name: done, image: busybox, command: ["true"]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: again}
            spec:
              restartPolicy: OnFailure
              terminationGracePeriodSeconds: 1
              initContainers:
              - {name: setup, image: busybox, command: ["true"]}
              containers:
              - {name: main, image: busybox, command: ["sh", "-c", "echo ran; sleep 1000"]}
              - {name: done, image: busybox, command: ["true"]}
            """)
        for name in ["once", "again"] {
            _ = try await daemon.pod(name, "runs, and is done in part") {
                $0.container("main")?.value(at: "state", "running") != nil
                    && $0.container("done")?.value(at: "state", "terminated") != nil
            }
        }
        try await daemon.stop(SIGKILL)
        let lost = try await Command.run(
            "sh", "-c",
            """
            cd \(daemon.root)/run/containers
            for container in *; do kill -9 $(cat $container/monitor.pid $container/pid); done 2>/dev/null
            grep -o " \(daemon.root)/run/[^ ]*" /proc/self/mountinfo | sort -r | xargs -r umount -l
            rm -rf \(daemon.root)/run/*
            """)
        #expect(lost.status == 0, "\(lost.error)")
        try await daemon.start()
        let once = try await daemon.pod("once", "failed") {
            $0.value(at: "status", "phase") == "Failed"
        }
        let end = once.container("main")?.value(at: "state", "terminated")
        #expect(end?["exitCode"] == 255)
        #expect(end?["reason"] == "Unknown")
        #expect(once.container("done")?.value(at: "state", "terminated", "exitCode") == 0)
        let again = try await daemon.pod("again", "runs again") {
            $0.restartCount("main") == 1 && $0.container("main")?["ready"] == true
        }
        let last = again.container("main")?.value(at: "lastState", "terminated")
        #expect(last?["exitCode"] == 255)
        #expect(again.restartCount("done") == 0)
        #expect(
            again.value(at: "status", "initContainerStatuses")?[0]?["restartCount"] == 1)
        let log = try await daemon.kubectl("logs", "again", "-c", "main", "--previous")
        #expect(log.output == "ran\n", "\(log.error)")
        try await daemon.tearDown()
    }
}
