import Foundation
import JSON
import Testing

/// Readiness by probes over TLS and gRPC, and by what others say.
@Suite struct ReadinessTests {
    @Test func probesOverTLSAndGRPC() async throws {
        let daemon = try await TestDaemon()
        let server = try await PythonServer(daemon)
        let threshold = "periodSeconds: 1, failureThreshold: 1"
        try await daemon.apply(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: servers}
            spec:
              terminationGracePeriodSeconds: 0
              containers:
            \(server.container("tls", "https", port: 8443, """
                    readinessProbe: {httpGet: {port: 8443, scheme: HTTPS, path: /up, httpHeaders: [{name: X-Key, value: k}]}, \(threshold)}
                """))
            \(server.container("rpc", "grpc", port: 9000, """
                    readinessProbe: {grpc: {port: 9000, service: db}, \(threshold)}
                    livenessProbe: {tcpSocket: {port: 9000}, periodSeconds: 1, failureThreshold: 60}
                """))
            \(server.volumes)
            """)
        _ = try await eventually("both say that they are not well") {
            let events = try await daemon.kubectl("get", "events").output
            return [
                "Readiness probe failed: HTTP probe failed with statuscode: 503",
                "Readiness probe failed: service unhealthy (responded with \"NOT_SERVING\")",
            ].allSatisfy(events.contains) ? true : nil
        }
        let unready = try #require(try await daemon.pod("servers"))
        #expect(unready.container("tls")?["ready"] == false)
        #expect(unready.container("rpc")?["ready"] == false)
        #expect(
            unready.condition("ContainersReady")?["message"]
                == "containers with unready status: [tls rpc]")
        try server.makeWell()
        let ready = try await daemon.running("servers")
        #expect(ready.restartCount("tls") == 0)
        #expect(ready.restartCount("rpc") == 0)
        #expect(server.notes.contains("https GET /up X-Key: k"))
        try await daemon.tearDown()
    }

    @Test func aPodIsReadyWhenItsGatesAreOpen() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            Manifests.pod(
                "gated", script: "sleep 1000",
                extra: "  readinessGates: [{conditionType: example.com/open}]"))
        let closed = try await daemon.pod("gated", "runs") {
            $0.condition("ContainersReady")?["status"] == "True"
        }
        #expect(closed.condition("Ready")?["status"] == "False")
        #expect(closed.condition("Ready")?["reason"] == "ReadinessGatesNotReady")
        func gates() async throws -> String {
            try await daemon.kubectl("get", "pod", "gated", "-o", "wide").lines.last ?? ""
        }
        #expect(try await gates().hasSuffix("0/1"))
        func set(_ status: String) async throws {
            let patch =
                "{\"status\":{\"conditions\":[{\"type\":\"example.com/open\",\"status\":\"\(status)\"}]}}"
            let result = try await daemon.kubectl(
                "patch", "pod", "gated", "--subresource=status", "-p", patch)
            #expect(result.status == 0, "\(result.error)")
        }
        try await set("True")
        _ = try await daemon.running("gated")
        #expect(try await gates().hasSuffix("1/1"))
        // What others say stays when the daemon comes back, and counts when it changes.
        try await daemon.stop(SIGKILL)
        try await daemon.start()
        _ = try await daemon.running("gated")
        try await set("False")
        _ = try await daemon.pod("gated", "not ready") {
            $0.condition("Ready")?["status"] == "False"
        }
        try await daemon.tearDown()
    }
}
