import Foundation
import JSON
import Testing

/// The daemon is killed at every stage of a Pod's life; the Pod must not notice.
@Suite struct CrashTests {
    /// Milliseconds after the request at which the daemon is killed: from before the sandbox to
    /// well after the last container's start.
    static let moments = [0, 10, 20, 35, 50, 75, 100, 150, 200, 300, 500]

    @Test(arguments: moments)
    func killedWhileAPodStarts(milliseconds: Int) async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(manifest)
        // Any moment will do: this is what is tried.
        try await Task.sleep(for: .milliseconds(milliseconds))
        try await daemon.stop(SIGKILL)
        try await daemon.start()
        let pod = try await daemon.running("life")
        #expect(pod.restartCount("writer") == 0)
        #expect(pod.restartCount("reader") == 0)
        try await initRanOnce(daemon)
        #expect(try await processes(of: daemon) == 2, "no container is there twice")
        try await daemon.tearDown()
    }

    @Test func killedWhileThePodRunsAndWhileItIsAway() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(manifest)
        let before = try await daemon.running("life")
        let writer = try #require(before.containerID("writer"))
        let processID = try #require(try daemon.processID(of: writer))
        let reader = try #require(before.containerID("reader"))
        let readerProcess = try #require(try daemon.processID(of: reader))

        try await daemon.stop(SIGKILL)
        #expect(kill(processID, 0) == 0)
        kill(readerProcess, SIGKILL)
        _ = try await eventually("its monitor has written its end down") {
            FileManager.default.fileExists(atPath: "\(daemon.root)/run/containers/\(reader)/exit")
                ? true : nil
        }
        try await daemon.start()

        let after = try await daemon.pod("life", "the reader was restarted") {
            $0.restartCount("reader") == 1 && $0.isReady
        }
        #expect(after.containerID("writer") == writer)
        #expect(after.restartCount("writer") == 0)
        #expect(try daemon.processID(of: writer) == processID)
        #expect(kill(processID, 0) == 0)
        #expect(
            after.container("reader")?.value(at: "lastState", "terminated", "exitCode") == 137)

        // Every number the writer printed is there once, the time without a daemon included.
        let log = try await daemon.kubectl("logs", "life", "-c", "writer").lines.compactMap(
            Int.init)
        #expect(log == Array(1...log.count))
        try await daemon.tearDown()
    }

    @Test(arguments: [0, 30, 400])
    func killedWhileAPodIsDeleted(milliseconds: Int) async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(manifest)
        _ = try await daemon.running("life")
        _ = try await daemon.kubectl("delete", "pod", "life", "--wait=false")
        try await Task.sleep(for: .milliseconds(milliseconds))
        try await daemon.stop(SIGKILL)
        try await daemon.start()
        try await eventually("the Pod is gone") {
            try await daemon.pod("life") == nil ? () : nil
        }
        try await eventually("its processes are gone") {
            try await processes(of: daemon) == 0 ? () : nil
        }
        try await daemon.tearDown()
    }

    @Test func acknowledgedObjectsSurvive() async throws {
        let daemon = try await TestDaemon()
        for index in 0..<20 {
            #expect(
                try await daemon.swiftlet("create", "namespace", "n\(index)").status == 0)
        }
        try await daemon.stop(SIGKILL)
        try await daemon.start()
        let names = try await daemon.kubectl("get", "namespaces", "-o", "name").lines
        for index in 0..<20 { #expect(names.contains("namespace/n\(index)")) }
        try await daemon.tearDown()
    }

    @Test func followedLogsGoOnAcrossARestartOfTheDaemon() async throws {
        let daemon = try await TestDaemon(flags: [])
        try await daemon.apply(manifest)
        _ = try await daemon.running("life")
        let follow = try Command(
            [daemon.swiftlet, "logs", "life", "-c", "writer", "--follow"],
            environment: daemon.environment)
        _ = try await eventually("lines arrive") { follow.outputSoFar.contains("3\n") ? true : nil }
        try await daemon.stop(SIGKILL)
        let before = try await logSize(daemon)
        _ = try await eventually("lines are written while nobody reads them") {
            try await logSize(daemon) > before + 500 ? true : nil
        }
        try await daemon.start()
        let count = follow.outputSoFar.split(separator: "\n").count
        _ = try await eventually("more lines arrive") {
            follow.outputSoFar.split(separator: "\n").count > count + 10 ? true : nil
        }
        follow.signal(SIGTERM)
        let numbers = follow.outputSoFar.split(separator: "\n").compactMap { Int($0) }
        #expect(numbers == Array(1...numbers.count))
        try await daemon.tearDown()
    }

    @Test func stopPodsOnExitEndsThem() async throws {
        let daemon = try await TestDaemon(flags: ["--stop-pods-on-exit"])
        try await daemon.apply(manifest)
        _ = try await daemon.running("life")
        #expect(try await processes(of: daemon) == 2)
        try await daemon.stop(SIGTERM)
        #expect(try await processes(of: daemon) == 0)
        try await daemon.tearDown()
    }

    // MARK: - The Pod

    private let manifest = """
        apiVersion: v1
        kind: Pod
        metadata: {name: life}
        spec:
          terminationGracePeriodSeconds: 1
          volumes: [{name: work, emptyDir: {}}]
          initContainers:
          - name: init
            image: busybox
            command: [sh, -c, "echo ran >> /work/init"]
            volumeMounts: [{name: work, mountPath: /work}]
          containers:
          - name: writer
            image: busybox
            command: [sh, -c, "n=0; while true; do n=$((n+1)); echo $n; sleep 0.05; done"]
            volumeMounts: [{name: work, mountPath: /work}]
          - name: reader
            image: busybox
            command: [sh, -c, "cat /work/init; exec sleep 1000"]
            volumeMounts: [{name: work, mountPath: /work}]
        """

    /// Bytes of the writer's log.
    private func logSize(_ daemon: TestDaemon) async throws -> Int {
        let size = try await Command.run(
            "sh", "-c", "cat \(daemon.root)/log/pods/*/writer/*.log | wc -c")
        return Int(size.output.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    }

    private func initRanOnce(_ daemon: TestDaemon) async throws {
        let log = try await eventually("the reader has read the init container's file") {
            let log = try await daemon.kubectl("logs", "life", "-c", "reader").output
            return log.isEmpty ? nil : log
        }
        #expect(log == "ran\n")
    }

    /// How many containers of the daemon have a live monitor.
    private func processes(of daemon: TestDaemon) async throws -> Int {
        try await Command.run("pgrep", "-f", "swiftlet-monitor \(daemon.root)/").lines.count
    }
}
