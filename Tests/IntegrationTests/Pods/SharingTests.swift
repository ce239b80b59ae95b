import Foundation
import JSON
import Testing

/// What a Pod shares with itself and with the machine, and what it is called.
@Suite struct SharingTests {
    private func log(_ daemon: TestDaemon, _ pod: String, _ container: String = "main") async throws
        -> String
    {
        _ = try await daemon.pod(pod, "ended") { $0.value(at: "status", "phase") == "Succeeded" }
        return try await daemon.kubectl("logs", pod, "-c", container).output
    }

    @Test func aPodOnTheMachinesNetworkHasItsAddressNamesAndHosts() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            Manifests.pod(
                "host",
                script: "hostname; cat /etc/hosts; echo ip=$POD_IP; readlink /proc/self/ns/net",
                restartPolicy: "Never",
                extra: """
                        env: [{name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}]
                      hostNetwork: true
                      hostPID: true
                      hostIPC: true
                      dnsPolicy: ClusterFirstWithHostNet
                      hostAliases: [{ip: 192.0.2.7, hostnames: [aliased]}]
                    """))
        let log = try await log(daemon, "host")
        let pod = try #require(try await daemon.pod("host"))
        #expect(log.hasPrefix(ProcessInfo.processInfo.hostName + "\n"), "\(log)")
        #expect(log.contains("# Kubernetes-managed hosts file (host network).\n"))
        #expect(log.contains("192.0.2.7\taliased\n"))
        #expect(
            log.contains(
                try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/net")))
        let address = try #require(pod.value(at: "status", "hostIP")?.stringValue)
        #expect(pod.value(at: "status", "podIP")?.stringValue == address)
        #expect(log.contains("ip=\(address)\n"))
        try await daemon.tearDown()
    }

    @Test func aPodsNamesAreThoseItAsksFor() async throws {
        let daemon = try await TestDaemon()
        for (name, fields) in [
            ("plain", "hostname: one\n  subdomain: shop"),
            ("full", "subdomain: shop\n  setHostnameAsFQDN: true"),
        ] {
            try await daemon.apply(
                Manifests.pod(
                    name, script: "hostname; cat /etc/hosts", restartPolicy: "Never",
                    extra: "  \(fields)"))
        }
        let plain = try await log(daemon, "plain")
        #expect(plain.hasPrefix("one\n"))
        #expect(plain.contains("\tone.shop.default.svc.cluster.local\tone\n"), "\(plain)")
        #expect(try await log(daemon, "full").hasPrefix("full.shop.default.svc.cluster.local\n"))
        try await daemon.tearDown()
    }

    @Test func aPodWithOneProcessNamespaceReapsOrphansAndOutlivesTheDaemon() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: shared}
            spec:
              shareProcessNamespace: true
              terminationGracePeriodSeconds: 1
              containers:
              - {name: a, image: busybox, command: [sleep, "3600"]}
              - name: b
                image: busybox
                command: [sh, -c, "(sleep 0.1 & ) ; sleep 3600"]
            """)
        let pod = try await daemon.running("shared")
        let processID = try #require(try daemon.processID(of: pod.containerID("a") ?? ""))
        let other = try #require(try daemon.processID(of: pod.containerID("b") ?? ""))
        func namespace(_ id: Int32) throws -> String {
            try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(id)/ns/pid")
        }
        #expect(try namespace(processID) == namespace(other))
        try await daemon.stop(SIGKILL)
        try await daemon.start()
        // A container that ends is made again in the same namespace.
        kill(other, SIGKILL)
        let after = try await daemon.pod("shared", "b was made again") {
            $0.restartCount("b") == 1 && $0.isReady
        }
        #expect(after.containerID("a") == pod.containerID("a"))
        let again = try #require(try daemon.processID(of: after.containerID("b") ?? ""))
        #expect(try namespace(again) == namespace(processID))
        let processes = try await daemon.kubectl(
            "exec", "shared", "-c", "a", "--", "ps", "-o", "stat,comm")
        #expect(processes.output.contains("sleep"), "\(processes)")
        #expect(!processes.lines.contains { $0.hasPrefix("Z") }, "\(processes)")
        _ = try await daemon.kubectl("delete", "pod", "shared")
        try await daemon.tearDown()
    }
}
