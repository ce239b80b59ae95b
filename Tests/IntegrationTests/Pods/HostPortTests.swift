import Foundation
import JSON
import Testing

/// Ports of the machine that lead to Pods.
@Suite(.serialized)
struct HostPortTests {
    @Test func aPortOfTheMachineLeadsToThePodUntilItIsGone() async throws {
        let daemon = try await TestDaemon()
        let port = Int.random(in: 31_000...32_000)
        try await daemon.apply(
            Manifests.pod(
                "server", script: "while true; do echo from-pod | nc -l -p 8080; done",
                extra: """
                        ports:
                        - {containerPort: 8080, hostPort: \(port)}
                        - {containerPort: 8080, hostPort: \(port + 1000), hostIP: 127.0.0.1}
                    """))
        let server = try await daemon.running("server")
        let host = try #require(server.value(at: "status", "hostIP")?.stringValue)
        func ask(_ address: String, _ port: Int) async throws -> String {
            try await Command.run("busybox", "nc", "-w", "5", address, String(port)).output
        }
        for (address, port) in [(host, port), ("127.0.0.1", port), ("127.0.0.1", port + 1000)] {
            _ = try await eventually("an answer from \(address):\(port)") {
                try await ask(address, port) == "from-pod\n" ? true : nil
            }
        }
        #expect(try await ask(host, port + 1000) == "")

        // Another Pod reaches it by the machine's address, and the machine's loopback not at all.
        try await daemon.apply(
            Manifests.pod(
                "client",
                script: "until nc -w 2 \(host) \(port) | grep from-pod; do sleep 0.1; done; "
                    + "nc -w 2 127.0.0.1 \(port) 2>/dev/null || echo none", restartPolicy: "Never"))
        _ = try await daemon.pod("client", "ended") {
            $0.value(at: "status", "phase") == "Succeeded"
        }
        #expect(try await daemon.kubectl("logs", "client").output == "from-pod\nnone\n")

        // A daemon that starts again has them as before.
        try await daemon.stop(SIGKILL)
        try await daemon.start()
        _ = try await eventually("an answer after the restart") {
            try await ask("127.0.0.1", port) == "from-pod\n" ? true : nil
        }
        _ = try await daemon.kubectl("delete", "pod", "server")
        #expect(try await ask("127.0.0.1", port) == "")
        try await daemon.tearDown()
    }
}
