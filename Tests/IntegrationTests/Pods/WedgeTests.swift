import Foundation
import JSON
import Testing

/// What never answers holds up its own Pod alone, and deleting ends all the same.
@Suite struct WedgeTests {
    private func pod(_ name: String, path: String, grace: Int = 1) -> String {
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: \(name)}
        spec:
          terminationGracePeriodSeconds: \(grace)
          containers:
          - name: main
            image: busybox
            command: ["sh", "-c", "trap 'exit 0' TERM; sleep 1000 & wait"]
            volumeMounts: [{name: data, mountPath: /data, subPath: below}]
          volumes: [{name: data, hostPath: {path: \(path)}}]
        """
    }

    private func folder(_ name: String, _ daemon: TestDaemon) throws -> String {
        let path = "\(daemon.root)/\(name)"
        try FileManager.default.createDirectory(
            atPath: path + "/below", withIntermediateDirectories: true)
        return path
    }

    @Test func aVolumeThatNeverAnswers() async throws {
        let daemon = try await TestDaemon()
        let path = try folder("silent", daemon)
        let silent = try await SilentFileSystem(at: path)
        try await daemon.apply(pod("stuck", path: path))
        _ = try await daemon.pod("stuck", "is there") {
            $0.value(at: "status", "phase") == "Pending" && $0.value(at: "status", "podIP") != nil
        }
        try await daemon.expectAnotherPodLives()
        // Nor does it hold up the end of the daemon, or its start.
        try await daemon.stop()
        try await daemon.start()
        #expect(try await daemon.kubectl("delete", "pod", "stuck", timeout: 60).status == 0)
        try await daemon.expectEvents("Waiting for volume data to be mounted")
        try await silent.end()
        try await daemon.tearDown()
    }

    @Test func aVolumeThatAnswersNoMore() async throws {
        let daemon = try await TestDaemon()
        let path = try folder("data", daemon)
        try await daemon.apply(pod("stuck", path: path))
        let before = try await daemon.running("stuck")
        let silent = try await SilentFileSystem(at: path)
        // The next start of the container hangs.
        kill(try #require(try daemon.processID(of: before.containerID("main") ?? "")), SIGKILL)
        _ = try await daemon.pod("stuck", "its container has ended") {
            $0.container("main")?.value(at: "state", "running") == nil
        }
        try await daemon.expectAnotherPodLives()
        #expect(try await daemon.kubectl("delete", "pod", "stuck", timeout: 60).status == 0)
        try await daemon.expectEvents("Waiting for container main, which is being started")
        try await silent.end()
        try await daemon.tearDown()
    }

    @Test func aContainerTheStartOfWhichHangs() async throws {
        let daemon = try await TestDaemon()
        let path = try folder("data", daemon)
        // The whole of a volume, so that it is the OCI runtime that looks for it.
        try await daemon.apply(
            pod("stuck", path: path + "/below").replacing(", subPath: below", with: ""))
        let before = try await daemon.running("stuck")
        let silent = try await SilentFileSystem(at: path)
        kill(try #require(try daemon.processID(of: before.containerID("main") ?? "")), SIGKILL)
        _ = try await daemon.pod("stuck", "its container has ended") {
            $0.container("main")?.value(at: "state", "running") == nil
        }
        try await daemon.expectAnotherPodLives()
        #expect(try await daemon.kubectl("delete", "pod", "stuck", timeout: 60).status == 0)
        try await silent.end()
        let left = try await Command.run("pgrep", "-f", daemon.root)
        #expect(left.lines.count == 1, "the daemon alone: \(left.output)")
        try await daemon.tearDown()
    }

    @Test func hooksAndProbesThatNeverEnd() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: stuck}
            spec:
              terminationGracePeriodSeconds: 3
              containers:
              - name: main
                image: busybox
                command: ["sleep", "1000"]
                readinessProbe: {exec: {command: [sleep, "1000"]}, timeoutSeconds: 1000}
                lifecycle: {preStop: {exec: {command: [sleep, "1000"]}}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: starting}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - name: main
                image: busybox
                command: ["sleep", "1000"]
                lifecycle: {postStart: {exec: {command: [sleep, "1000"]}}}
            """)
        _ = try await daemon.pod("stuck", "runs") {
            $0.container("main")?.value(at: "state", "running") != nil
        }
        try await daemon.expectAnotherPodLives()
        let deleted = try await daemon.kubectl(
            "delete", "pod", "stuck", "starting", timeout: 60)
        #expect(deleted.status == 0)
        try await daemon.expectEvents(
            "Waiting for the preStop hook of container main, 3s at most")
        try await daemon.tearDown()
    }

    @Test func finalizersAreTold() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: kept, finalizers: [example.com/guard]}
            spec:
              terminationGracePeriodSeconds: 0
              containers:
              - {name: main, image: busybox, command: [sleep, "1000"]}
            """)
        _ = try await daemon.running("kept")
        #expect(try await daemon.kubectl("delete", "pod", "kept", "--wait=false").status == 0)
        _ = try await eventually("it is told") {
            try await daemon.kubectl("describe", "pod", "kept").output.contains(
                "Waiting for its finalizers example.com/guard") ? true : nil
        }
        let patched = try await daemon.kubectl(
            "patch", "pod", "kept", "--type=merge", "-p", "{\"metadata\":{\"finalizers\":null}}")
        #expect(patched.status == 0, "\(patched.error)")
        _ = try await eventually("gone") { try await daemon.pod("kept") == nil ? true : nil }
        try await daemon.tearDown()
    }
}

extension TestDaemon {
    /// Another Pod comes, has its process killed, runs again, and goes.
    func expectAnotherPodLives() async throws {
        try await apply(
            Manifests.pod("lively", script: "trap 'exit 0' TERM; sleep 1000 & wait"))
        let pod = try await running("lively")
        kill(try #require(try processID(of: pod.containerID("main") ?? "")), SIGKILL)
        _ = try await self.pod("lively", "runs again") {
            $0.isReady && $0.restartCount("main") == 1
        }
        #expect(try await kubectl("delete", "pod", "lively", timeout: 60).status == 0)
    }
}
