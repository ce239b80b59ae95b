import Foundation
import JSON
import Testing

/// Sidecars, hooks, restarts and changes in place, with real containers.
@Suite struct LifecycleTests {
    /// A container that writes what happens to it to a file that outlives its Pod.
    private func witness(_ name: String, _ more: String = "") -> String {
        """
        - name: \(name)
          image: busybox
          command: ["sh", "-c", "trap 'echo \(name) TERM >> /notes/all; exit 0' TERM; echo \(name) started >> /notes/all; sleep 1000 & wait"]
          volumeMounts: [{name: notes, mountPath: /notes}]
        \(more)
        """
    }

    private func indented(_ text: String, _ spaces: Int) -> String {
        text.split(separator: "\n").map { String(repeating: " ", count: spaces) + $0 }
            .joined(separator: "\n")
    }

    private func notes(_ folder: String) -> [String] {
        ((try? String(contentsOfFile: folder + "/all", encoding: .utf8)) ?? "")
            .split(separator: "\n").map(String.init)
    }

    private func makeNotes(_ daemon: TestDaemon) throws -> String {
        let folder = daemon.root + "/notes"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        return folder
    }

    @Test func hooksAndTheOrderOfTheEnd() async throws {
        let daemon = try await TestDaemon()
        let folder = try makeNotes(daemon)
        let sidecar = "  restartPolicy: Always\n"
        let hook = "[sh, -c, 'echo WHO preStop >> /notes/all']"
        try await daemon.apply(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: ordered}
            spec:
              terminationGracePeriodSeconds: 20
              initContainers:
            \(indented(witness("first", sidecar + "  lifecycle: {preStop: {exec: {command: \(hook.replacing("WHO", with: "first"))}}}"), 2))
            \(indented(witness("second", sidecar), 2))
              containers:
            \(indented(witness("main", "  lifecycle:\n    postStart: {exec: {command: [sh, -c, 'echo main postStart >> /notes/all']}}\n    preStop: {exec: {command: [sh, -c, 'until grep -q \"first preStop\" /notes/all; do :; done; echo main preStop >> /notes/all']}}"), 2))
              volumes: [{name: notes, hostPath: {path: \(folder)}}]
            """)
        _ = try await daemon.running("ordered")
        #expect(notes(folder).contains("main postStart"))
        let deleted = try await daemon.kubectl("delete", "pod", "ordered", timeout: 60)
        #expect(deleted.status == 0)
        #expect(
            notes(folder).suffix(5) == [
                "first preStop", "main preStop", "main TERM", "second TERM", "first TERM",
            ])
        try await daemon.tearDown()
    }

    @Test func failedHooksAndASleep() async throws {
        let daemon = try await TestDaemon(flags: ["--crash-back-off", "60s"])
        try await daemon.apply(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: failing}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - name: main
                image: busybox
                command: ["sleep", "1000"]
                lifecycle: {postStart: {exec: {command: [sh, -c, "echo no such luck; exit 3"]}}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: sleepy}
            spec:
              terminationGracePeriodSeconds: 30
              containers:
              - name: main
                image: busybox
                command: ["sh", "-c", "trap 'exit 0' USR1; sleep 1000 & wait"]
                lifecycle: {stopSignal: SIGUSR1, preStop: {sleep: {seconds: 1}}}
              os: {name: linux}
            """)
        let failing = try await daemon.pod("failing", "is put off") {
            $0.container("main")?.value(at: "state", "waiting", "reason") == "CrashLoopBackOff"
        }
        #expect(
            failing.container("main")?.value(at: "lastState", "terminated", "exitCode") != nil)
        try await daemon.expectEvents("FailedPostStartHook")
        let sleepy = try await daemon.running("sleepy")
        #expect(sleepy.container("main")?["stopSignal"] == "SIGUSR1")
        #expect(
            try await daemon.kubectl("delete", "pod", "sleepy", "failing", timeout: 60).status == 0)
        try await daemon.tearDown()
    }

    @Test func aPodCompletesInSpiteOfItsSidecars() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: job}
            spec:
              restartPolicy: Never
              terminationGracePeriodSeconds: 2
              initContainers:
              - name: proxy
                image: busybox
                restartPolicy: Always
                command: ["sleep", "1000"]
              containers:
              - {name: main, image: busybox, command: ["true"]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: early}
            spec:
              terminationGracePeriodSeconds: 1
              initContainers:
              - name: proxy
                image: busybox
                restartPolicy: Always
                command: ["sleep", "1000"]
              - {name: setup, image: busybox, command: ["sleep", "1000"]}
              containers:
              - {name: main, image: busybox, command: ["true"]}
            """)
        let job = try await daemon.pod("job", "succeeded") {
            $0.value(at: "status", "phase") == "Succeeded"
        }
        let proxy = job.value(at: "status", "initContainerStatuses")?[0]
        #expect(proxy?.value(at: "state", "terminated", "exitCode") == 137)
        _ = try await daemon.pod("early", "the init container runs") {
            $0.value(at: "status", "initContainerStatuses")?[1]?.value(at: "state", "running")
                != nil
        }
        #expect(try await daemon.kubectl("delete", "pod", "early", timeout: 60).status == 0)
        try await daemon.tearDown()
    }

    /// The Pod's end waits for its container, which needs the sidecar until then.
    @Test func aSidecarThatEndsTooEarlyRunsAgain() async throws {
        let daemon = try await TestDaemon()
        let folder = try makeNotes(daemon)
        try await daemon.apply(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: ending}
            spec:
              restartPolicy: Never
              terminationGracePeriodSeconds: 60
              initContainers:
            \(indented(witness("proxy", "  restartPolicy: Always\n"), 2))
              containers:
              - name: main
                image: busybox
                command: ["sh", "-c", "trap 'echo main TERM >> /notes/all' TERM; until [ -e /notes/go ]; do sleep 0.05; done"]
                volumeMounts: [{name: notes, mountPath: /notes}]
              volumes: [{name: notes, hostPath: {path: \(folder)}}]
            """)
        let pod = try await daemon.running("ending")
        let proxy = pod.value(at: "status", "initContainerStatuses")?[0]?["containerID"]?
            .stringValue
        let deletion = try Command(
            ["kubectl", "delete", "pod", "ending"], environment: daemon.environment)
        _ = try await eventually("it ends") { notes(folder).last == "main TERM" ? true : nil }
        let id = try #require(proxy?.split(separator: "/").last.map(String.init))
        kill(try #require(try daemon.processID(of: id)), SIGKILL)
        _ = try await eventually("the sidecar runs again") {
            notes(folder).filter { $0 == "proxy started" }.count == 2 ? true : nil
        }
        try Data().write(to: URL(fileURLWithPath: folder + "/go"))
        #expect(try await deletion.wait(timeout: 40).status == 0)
        #expect(
            notes(folder) == ["proxy started", "main TERM", "proxy started", "proxy TERM"])
        try await daemon.tearDown()
    }

    @Test func anExitCodeRestartsOne() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: ruled}
            spec:
              restartPolicy: Never
              terminationGracePeriodSeconds: 1
              containers:
              - name: main
                image: busybox
                command: ["sh", "-c", "if [ -e /data/once ]; then exit 5; fi; touch /data/once; exit 42"]
                restartPolicy: Never
                restartPolicyRules:
                - {action: Restart, exitCodes: {operator: In, values: [42]}}
                volumeMounts: [{name: data, mountPath: /data}]
              - {name: other, image: busybox, command: ["true"]}
              volumes: [{name: data, emptyDir: {}}]
            """)
        let pod = try await daemon.pod("ruled", "failed") {
            $0.value(at: "status", "phase") == "Failed"
        }
        #expect(pod.restartCount("main") == 1)
        #expect(pod.container("main")?.value(at: "state", "terminated", "exitCode") == 5)
        #expect(pod.container("main")?.value(at: "lastState", "terminated", "exitCode") == 42)
        #expect(pod.restartCount("other") == 0)
        try await daemon.tearDown()
    }

    @Test func anExitCodeRestartsAll() async throws {
        let daemon = try await TestDaemon()
        let folder = try makeNotes(daemon)
        try await daemon.apply(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: anew}
            spec:
              restartPolicy: Never
              terminationGracePeriodSeconds: 1
              initContainers:
              - name: setup
                image: busybox
                command: ["sh", "-c", "echo setup >> /notes/all"]
                volumeMounts: [{name: notes, mountPath: /notes}]
              containers:
              - {name: main, image: busybox, command: ["sleep", "1000"]}
              - name: watcher
                image: busybox
                command: ["sh", "-c", "until [ -e /notes/go ]; do sleep 0.05; done; rm /notes/go; exit 88"]
                restartPolicy: Never
                restartPolicyRules:
                - {action: RestartAllContainers, exitCodes: {operator: In, values: [88]}}
                volumeMounts: [{name: notes, mountPath: /notes}]
              volumes: [{name: notes, hostPath: {path: \(folder)}}]
            """)
        _ = try await daemon.running("anew")
        let debug = try await daemon.kubectl(
            "debug", "anew", "--image=busybox", "--container=debugger", "--attach=false", "--",
            "sleep", "1000")
        #expect(debug.status == 0, "\(debug.error)")
        func debugger(_ pod: JSONValue, _ state: String) -> JSONValue? {
            pod.value(at: "status", "ephemeralContainerStatuses")?[0]?.value(at: "state", state)
        }
        let before = try await daemon.pod("anew", "is looked at") {
            $0.isReady && debugger($0, "running") != nil
        }
        #expect(before.condition("AllContainersRestarting")?["status"] == "False")
        let watch = try Command(
            ["kubectl", "get", "pod", "anew", "--watch"], environment: daemon.environment)
        _ = try await eventually("the watch runs") { watch.hasOutput ? true : nil }
        try Data().write(to: URL(fileURLWithPath: folder + "/go"))
        let after = try await daemon.pod("anew", "all run again") {
            $0.isReady && $0.restartCount("main") == 1 && $0.restartCount("watcher") == 1
        }
        #expect(notes(folder) == ["setup", "setup"])
        #expect(debugger(after, "terminated")?["exitCode"] == 137)
        try await daemon.expectEvents(
            "Killing Stopping container main", "Killing Stopping container debugger", of: "anew")
        #expect(after.value(at: "status", "podIP") == before.value(at: "status", "podIP"))
        #expect(after.condition("Initialized")?["status"] == "True")
        _ = try await eventually("it was shown") {
            watch.outputSoFar.contains("0/2     RestartingAllContainers   2") ? true : nil
        }
        watch.signal(SIGTERM)
        // How they ended is not told any more, also by a daemon that comes anew.
        try await daemon.stop(SIGKILL)
        try await daemon.start()
        let adopted = try await daemon.pod("anew", "adopted") { $0.isReady }
        for pod in [after, adopted] {
            let last = pod.container("watcher")?.value(at: "lastState", "terminated")
            #expect(last?["exitCode"] == 137)
            #expect(last?["reason"] == "RestartingAllContainers")
        }
        try await daemon.tearDown()
    }

    @Test func aNewImageRestartsOneContainer() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            Manifests.pod(
                "image", containers: [("main", "sleep 1000"), ("other", "sleep 1000")]))
        let before = try await daemon.running("image")
        #expect(before.container("main")?.value(at: "user", "linux", "uid") == 0)
        #expect(before.container("main")?["stopSignal"] == "SIGTERM")
        let changed = try await daemon.kubectl(
            "set", "image", "pod/image", "main=docker.io/library/busybox:latest")
        #expect(changed.status == 0, "\(changed.error)")
        let after = try await daemon.pod("image", "restarted") {
            $0.isReady && $0.restartCount("main") == 1
        }
        #expect(after.containerID("other") == before.containerID("other"))
        #expect(after.containerID("main") != before.containerID("main"))
        #expect(after.value(at: "status", "observedGeneration") == 2)
        #expect(after.condition("Ready")?["observedGeneration"] == 2)
        try await daemon.expectEvents("Container main definition changed, will be restarted")
        try await daemon.tearDown()
    }

    @Test func aContainerIsAddedToLookAround() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(Manifests.pod("target", script: "exec sleep 4321"))
        _ = try await daemon.running("target")
        let debug = try await daemon.kubectl(
            "debug", "target", "--image=busybox", "--target=main", "--container=debugger",
            "--attach=false", "--", "sh", "-c", "ps; exit 5")
        #expect(debug.status == 0, "\(debug.error)")
        let pod = try await daemon.pod("target", "the debugger has ended") {
            $0.value(at: "status", "ephemeralContainerStatuses")?[0]?
                .value(at: "state", "terminated", "exitCode") == 5
        }
        #expect(pod.isReady)
        #expect(pod.restartCount("main") == 0)
        let log = try await daemon.kubectl("logs", "target", "-c", "debugger").output
        #expect(log.contains("sleep 4321"), "\(log)")
        try await daemon.tearDown()
    }

    @Test func backOffMessagesAndTheLogBefore() async throws {
        let daemon = try await TestDaemon(flags: ["--crash-back-off", "1s,2s"])
        try await daemon.apply(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: crashing}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - name: main
                image: busybox
                command: ["sh", "-c", "echo the last words; exit 3"]
                terminationMessagePolicy: FallbackToLogsOnError
              - name: file
                image: busybox
                command: ["sh", "-c", "head -c 5000 /dev/zero | tr '\\\\0' x > /dev/termination-log; sleep 1000"]
            """)
        let pod = try await daemon.pod("crashing", "restarted twice") {
            ($0.restartCount("main") ?? 0) >= 2
        }
        let ended = pod.container("main")?.value(at: "lastState", "terminated")
        #expect(ended?["message"] == "the last words\n")
        #expect(ended?["exitCode"] == 3)
        let previous = try await daemon.kubectl("logs", "crashing", "-c", "main", "--previous")
        #expect(previous.output == "the last words\n", "\(previous.error)")
        let count = try #require(pod.restartCount("main"))
        try await daemon.stop(SIGKILL)
        try await daemon.start()
        _ = try await daemon.pod("crashing", "counts on") {
            ($0.restartCount("main") ?? 0) > count
        }
        try await daemon.expectEvents("Back-off restarting failed container main in pod crashing_")
        try await daemon.tearDown()
    }
}
