import Foundation
import JSON
import Testing

/// What a Pod's containers share, what each has of its own, and what a limit means.
@Suite struct IsolationTests {
    @Test func containersShareNetworkAndHostNameButNotProcessesOrFiles() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            Manifests.pod(
                "pair",
                containers: [
                    (
                        "server",
                        "touch /only-here; while true; do echo from-server | nc -l -p 8080; done"
                    ),
                    (
                        "client",
                        "sleep 1; nc 127.0.0.1 8080; hostname; echo pid $$$$; ls /only-here; sleep 1000"
                    ),
                ]))
        let pod = try await daemon.running("pair")
        let log = try await eventually("the client has talked to the server") { () -> String? in
            let result = try await daemon.kubectl("logs", "pair", "-c", "client")
            return result.output.contains("only-here") ? result.output : nil
        }
        #expect(log.contains("from-server"))
        #expect(log.contains("\npair\n"))
        #expect(log.contains("pid 1"))
        #expect(log.contains("No such file"))

        let server = try #require(try daemon.processID(of: pod.containerID("server") ?? ""))
        let client = try #require(try daemon.processID(of: pod.containerID("client") ?? ""))
        for name in ["net", "ipc", "uts"] {
            #expect(try namespace(server, name) == namespace(client, name))
            #expect(try namespace(server, name) != namespace(getpid(), name))
        }
        for name in ["pid", "mnt"] {
            #expect(try namespace(server, name) != namespace(client, name))
        }
        let address = try #require(pod.value(at: "status", "podIP")?.stringValue)
        let answer = try await Command.run("busybox", "nc", address, "8080", timeout: 60)
        #expect(answer.output == "from-server\n")
        try await daemon.tearDown()
    }

    private func namespace(_ processID: Int32, _ name: String) throws -> String {
        try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(processID)/ns/\(name)")
    }

    @Test("a long name is cut to what Linux takes, and an override is taken as it is")
    func longNames() async throws {
        let daemon = try await TestDaemon()
        let cut = String(repeating: "a", count: 62)
        let override = String(repeating: "b", count: 31) + "." + String(repeating: "c", count: 32)
        let show = "hostname; uname -n; cat /etc/hostname; grep -c $(hostname) /etc/hosts"
        try await daemon.apply(
            Manifests.pod(cut + "-long", script: show, restartPolicy: "Never"))
        try await daemon.apply(
            Manifests.pod(
                "named", script: show, restartPolicy: "Never",
                extra: "  hostnameOverride: \(override)"))
        for (pod, name) in [(cut + "-long", cut), ("named", override)] {
            _ = try await daemon.pod(pod, "ended") {
                $0.value(at: "status", "phase") == "Succeeded"
            }
            let log = try await daemon.kubectl("logs", pod).output
            #expect(log == "\(name)\n\(name)\n\(name)\n1\n")
        }
        let refused = try await daemon.swiftlet(
            "apply", "-f", "-",
            input: Manifests.pod("over", script: "true", extra: "  hostnameOverride: x\(override)"))
        #expect(
            refused.error.contains(
                "spec.hostnameOverride: Too long: may not be more than 64 bytes"),
            "\(refused.error)")
        try await daemon.tearDown()
    }

    @Test func aContainerOverItsMemoryLimitIsKilledAndSaysSo() async throws {
        let daemon = try await TestDaemon()
        let limits = """
                resources:
                  limits: {memory: 32Mi, cpu: 500m}
            """
        try await daemon.apply(
            Manifests.pod(
                "greedy", script: "exec tail /dev/zero", restartPolicy: "Never", extra: limits))
        let greedy = try await daemon.pod("greedy", "ended") {
            $0.value(at: "status", "phase") == "Failed"
        }
        let terminated = try #require(greedy.container("main")?.value(at: "state", "terminated"))
        #expect(terminated["reason"] == "OOMKilled")
        #expect(terminated["exitCode"] == 137)
        let table = try await daemon.kubectl("get", "pod", "greedy").output
        #expect(table.contains("OOMKilled"), "\(table)")
        try await daemon.tearDown()
    }

    @Test func aCrashLeavesTheNeighbourAlone() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            Manifests.pod(
                "mixed",
                containers: [("steady", "sleep 1000"), ("crashing", "sleep 1; exit 3")]))
        let before = try await daemon.pod("mixed", "steady runs") {
            $0.container("steady")?["ready"] == true
        }
        let id = try #require(before.containerID("steady"))
        let processID = try #require(try daemon.processID(of: id))
        let after = try await daemon.pod("mixed", "crashing is waiting after a restart") {
            ($0.restartCount("crashing") ?? 0) >= 1
                && $0.container("crashing")?.value(at: "state", "waiting", "reason")
                    == "CrashLoopBackOff"
        }
        #expect(after.containerID("steady") == id)
        #expect(after.restartCount("steady") == 0)
        #expect(kill(processID, 0) == 0)
        #expect(
            after.container("crashing")?.value(at: "lastState", "terminated", "exitCode") == 3)
        try await daemon.expectEvents("Back-off restarting failed container")
        try await daemon.tearDown()
    }
}
