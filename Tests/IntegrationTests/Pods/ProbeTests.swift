import Foundation
import JSON
import Testing

/// Probes of real containers.
@Suite struct ProbeTests {
    /// Does something to a file as the container has it.
    private func root(_ container: String, of daemon: TestDaemon) throws -> String {
        "/proc/\(try #require(try daemon.processID(of: container)))/root"
    }

    private func touch(_ path: String) throws {
        try Data().write(to: URL(fileURLWithPath: path))
    }

    private func messages(_ daemon: TestDaemon, about name: String) async throws -> String {
        try await daemon.kubectl(
            "get", "events", "--field-selector", "involvedObject.name=\(name)", "-o",
            "jsonpath={range .items[*]}{.reason}: {.message} x{.count}{\"\\n\"}{end}"
        ).output
    }

    @Test func readinessFollowsAnHTTPProbe() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: web}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - name: main
                image: busybox
                command: ["sh", "-c", "mkdir /www; exec httpd -f -p 8080 -h /www"]
                ports: [{name: http, containerPort: 8080}]
                startupProbe: {tcpSocket: {port: http}, periodSeconds: 1, failureThreshold: 30}
                readinessProbe: {httpGet: {port: http, path: /ready}, periodSeconds: 1, failureThreshold: 1}
                livenessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}
            """)
        let pod = try await daemon.pod("web", "started, not ready") {
            $0.container("main")?["started"] == true && $0.container("main")?["ready"] == false
        }
        let id = try #require(pod.containerID("main"))
        _ = try await eventually("the event is there") {
            try await messages(daemon, about: "web").contains(
                "Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 404")
                ? true : nil
        }
        let file = try root(id, of: daemon) + "/www/ready"
        try touch(file)
        let ready = try await daemon.running("web")
        #expect(try await daemon.kubectl("get", "pod", "web").output.contains("1/1"))

        // A daemon that comes back does not take a container for unready.
        let transition = ready.condition("Ready")?["lastTransitionTime"]
        try await daemon.stop(SIGKILL)
        try await daemon.start()
        _ = try await daemon.pod("web", "adopted") { $0.isReady }
        try FileManager.default.removeItem(atPath: file)
        let unready = try await daemon.pod("web", "not ready") { !$0.isReady }
        #expect(unready.condition("Ready")?["lastTransitionTime"] != transition)
        #expect(unready.containerID("main") == id)
        #expect(unready.restartCount("main") == 0)
        try await daemon.tearDown()
    }

    @Test func aContainerThatIsNotAliveIsRestarted() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: stuck}
            spec:
              terminationGracePeriodSeconds: 1
              initContainers:
              - name: proxy
                image: busybox
                restartPolicy: Always
                command: ["sh", "-c", "touch /alive; sleep 1000"]
                startupProbe: {exec: {command: [cat, /alive]}, periodSeconds: 1, failureThreshold: 60}
              containers:
              - name: main
                image: busybox
                command: ["sh", "-c", "trap 'exit 0' TERM; touch /alive; sleep 1000 & wait"]
                startupProbe: {exec: {command: [cat, /alive]}, periodSeconds: 1, failureThreshold: 60}
                livenessProbe:
                  exec: {command: [cat, /alive]}
                  periodSeconds: 1
                  failureThreshold: 1
                  terminationGracePeriodSeconds: 5
            """)
        let pod = try await daemon.running("stuck")
        let main = try #require(pod.containerID("main"))
        try FileManager.default.removeItem(atPath: try root(main, of: daemon) + "/alive")
        let again = try await daemon.pod("stuck", "restarted") {
            $0.restartCount("main") == 1 && $0.isReady
        }
        #expect(again.container("main")?.value(at: "lastState", "terminated", "exitCode") == 0)
        try await daemon.expectEvents(
            "Killing Container main failed liveness probe, will be restarted",
            "Unhealthy Liveness probe failed: cat: can't open '/alive'", of: "stuck")
        #expect(
            again.value(at: "status", "initContainerStatuses")?[0]?["restartCount"] == 0)
        try await daemon.tearDown()
    }

    @Test func commandsThatHangAndPortsThatAreNone() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: hanging}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - name: slow
                image: busybox
                command: ["sleep", "1000"]
                readinessProbe: {exec: {command: [sleep, "60"]}, periodSeconds: 1}
              - name: nameless
                image: busybox
                command: ["sleep", "1000"]
                readinessProbe: {httpGet: {port: nowhere}, periodSeconds: 1}
              - name: shut
                image: busybox
                command: ["sleep", "1000"]
                readinessProbe: {httpGet: {port: 81, scheme: HTTPS}, periodSeconds: 1}
              - name: callable
                image: busybox
                command: ["sleep", "1000"]
                readinessProbe: {grpc: {port: 9}, periodSeconds: 1}
            """)
        let found = try await eventually("all events are there") { () -> String? in
            let messages = try await messages(daemon, about: "hanging")
            let isComplete = [
                "Readiness probe failed: command timed out: \"sleep 60\" timed out after 1s",
                "Readiness probe errored and resulted in unknown state: strconv.Atoi: parsing \"nowhere\": invalid syntax",
                ":81: connect: connection refused",
                "Readiness probe failed: timeout: failed to connect service",
            ].allSatisfy { messages.contains($0) }
            return isComplete ? messages : nil
        }
        // Counted instead of repeated.
        let timeouts = found.split(separator: "\n").filter { $0.contains("command timed out") }
        #expect(timeouts.count == 1)
        let pod = try #require(try await daemon.pod("hanging"))
        #expect(pod.value(at: "status", "phase") == "Running")
        #expect(!pod.isReady)
        // What a probe left behind does not hold the end up.
        let deleted = try await daemon.kubectl("delete", "pod", "hanging", timeout: 60)
        #expect(deleted.status == 0)
        try await daemon.tearDown()
    }
}

extension JSONValue {
    func condition(_ type: String) -> JSONValue? {
        value(at: "status", "conditions")?.arrayValue?.first { $0["type"]?.stringValue == type }
    }
}
