import Foundation
import JSON
import Testing

/// Hooks that ask a server, and stop signals, with real containers.
@Suite struct HookTests {
    @Test func hooksAskOverTheNetworkAndTheStopSignalIsTheContainersOwn() async throws {
        let daemon = try await TestDaemon()
        let server = try await PythonServer(daemon)
        try server.makeWell()
        try await daemon.apply(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: calling}
            spec:
              terminationGracePeriodSeconds: 20
              initContainers:
            \(server.container("desk", "http", port: 8080, """
                    restartPolicy: Always
                    startupProbe: {tcpSocket: {port: 8080}, periodSeconds: 1, failureThreshold: 60}
                """))
              containers:
              - name: main
                image: busybox
                command: ["sh", "-c", "trap 'echo main USR1 >> /notes/all; exit 7' USR1; trap 'exit 1' TERM; sleep 1000 & wait"]
                ports: [{name: desk, containerPort: 8080}]
                lifecycle:
                  stopSignal: SIGUSR1
                  postStart: {httpGet: {port: desk, path: /hello, httpHeaders: [{name: X-Who, value: main}]}}
                  preStop: {httpGet: {port: 8080, path: /bye}}
                volumeMounts: [{name: notes, mountPath: /notes}]
              os: {name: linux}
            \(server.volumes)
            """)
        let pod = try await daemon.running("calling")
        #expect(server.notes == ["http GET /hello X-Who: main"])
        #expect(pod.container("main")?["stopSignal"] == "SIGUSR1")
        let watch = try Command(
            [daemon.swiftlet, "get", "pod", "calling", "--watch", "-o", "json"],
            environment: daemon.environment)
        _ = try await eventually("the watch runs") { watch.hasOutput ? true : nil }
        #expect(try await daemon.kubectl("delete", "pod", "calling", timeout: 60).status == 0)
        #expect(server.notes.suffix(2) == ["http GET /bye", "main USR1"])
        // Its own way to end, not the kill.
        _ = try await eventually("the end is told") {
            watch.outputSoFar.contains("\"exitCode\": 7") ? true : nil
        }
        watch.signal(SIGTERM)
        try await daemon.tearDown()
    }

    @Test func hooksThatNobodyAnswersFail() async throws {
        let daemon = try await TestDaemon(flags: ["--crash-back-off", "60s"])
        try await daemon.apply(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: unanswered}
            spec:
              # The signal may come before the shell has set its trap.
              terminationGracePeriodSeconds: 8
              containers:
              - name: first
                image: busybox
                command: ["sh", "-c", "trap 'exit 0' TERM; sleep 1000 & wait"]
                lifecycle: {postStart: {httpGet: {port: 81, path: /hello}}}
              - name: last
                image: busybox
                command: ["sh", "-c", "trap 'exit 0' TERM; sleep 1000 & wait"]
                lifecycle: {preStop: {exec: {command: ["false"]}}}
            """)
        _ = try await daemon.pod("unanswered", "the first is put off, the last runs") {
            $0.container("first")?.value(at: "state", "waiting", "reason") == "CrashLoopBackOff"
                && $0.container("last")?.value(at: "state", "running") != nil
        }
        #expect(try await daemon.kubectl("delete", "pod", "unanswered", timeout: 60).status == 0)
        try await daemon.expectEvents("FailedPostStartHook", "FailedPreStopHook")
        try await daemon.tearDown()
    }
}
