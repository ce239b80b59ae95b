import Foundation
import JSON
import Testing

/// Ports of the machine that lead to Pods.
@Suite struct HostPortTests {
    @Test func portsOfUDPLeadToThePodToo() async throws {
        let daemon = try await TestDaemon()
        let port = daemon.lot.port(2)
        let ports = "[{containerPort: 8053, hostPort: \(port), protocol: UDP}]"
        let server = """
            import socket
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(('', 8053))
            while True:
                text, peer = s.recvfrom(99); s.sendto(b'got ' + text, peer)
            """
        try server.write(
            toFile: daemon.root + "/server.py", atomically: true, encoding: .utf8)
        try await daemon.apply(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: server}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - name: main
                image: busybox
                command: [chroot, /host, /usr/bin/python3, -IS, \(daemon.root)/server.py]
                ports: \(ports)
                volumeMounts: [{name: machine, mountPath: /host, readOnly: true}]
              volumes: [{name: machine, hostPath: {path: /}}]
            """)
        let pod = try await daemon.running("server")
        let host = try #require(pod.value(at: "status", "hostIP")?.stringValue)
        let client = """
            import socket, sys
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(1)
            s.connect((sys.argv[1], \(port))); s.send(b'ping'); print(s.recv(99).decode())
            """
        for address in [host, "127.0.0.1"] {
            _ = try await eventually("an answer from \(address)") {
                let answer = try await Command.run("python3", "-c", client, address)
                return answer.output == "got ping\n" ? true : nil
            }
        }
        // The same number of TCP is another port, and leads nowhere.
        let other = try await Command.run("busybox", "nc", "-w", "2", host, String(port))
        #expect(other.output == "")
        // Another Pod cannot have it, and says so as on a cluster.
        try await daemon.apply(
            Manifests.pod("second", script: "true", extra: "    ports: \(ports)"))
        _ = try await eventually("the second waits for the port") {
            let text = try await daemon.kubectl("describe", "pod", "second").output
            return text.contains(
                "0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod ports."
            ) ? true : nil
        }
        try await daemon.tearDown()
    }

    /// The kernel may have no SCTP to speak with; what is told of it must not keep other ports from
    /// leading anywhere.
    @Test func aPortOfSCTPIsOneOfItsOwn() async throws {
        let daemon = try await TestDaemon()
        let port = daemon.lot.port(2)
        let node = try await daemon.kubectl(
            "get", "nodes", "-o", "jsonpath={.items[0].metadata.name}"
        ).output
        func ports(_ kind: String) -> String {
            "    ports: [{containerPort: 8080, hostPort: \(port), protocol: \(kind)}]\n"
        }
        try await daemon.apply(
            Manifests.pod("signals", script: "exec sleep 3600", extra: ports("SCTP")))
        _ = try await daemon.running("signals")
        let rules = try await Command.run("nft", "list", "ruleset").output
        #expect(rules.contains("sctp . \(port) : "), "\(rules)")
        try await daemon.apply(
            Manifests.pod(
                "server", script: "while true; do echo from-pod | nc -l -p 8080; done",
                extra: ports("TCP")))
        let server = try await daemon.running("server")
        let host = try #require(server.value(at: "status", "hostIP")?.stringValue)
        _ = try await eventually("an answer") {
            try await Command.run("busybox", "nc", "-w", "5", host, String(port)).output
                == "from-pod\n" ? true : nil
        }
        // The scheduler has it wait, the kubelet rejects it.
        try await daemon.apply(Manifests.pod("waits", script: "true", extra: ports("SCTP")))
        let waits = try await daemon.pod("waits", "has no place") {
            $0.condition("PodScheduled")?["reason"] == "Unschedulable"
        }
        let place = "node(s) didn't have free ports for the requested pod ports"
        #expect(
            waits.condition("PodScheduled")?["message"]?.stringValue?.hasPrefix(
                "0/1 nodes are available: 1 \(place).") == true)
        try await daemon.apply(
            Manifests.pod(
                "bound", script: "true", extra: ports("TCP") + "  nodeName: \(node)"))
        let bound = try await daemon.pod("bound", "is rejected") {
            $0.value(at: "status", "phase") == "Failed"
        }
        #expect(bound.value(at: "status", "reason") == "NodePorts")
        #expect(
            bound.value(at: "status", "message")?.stringValue
                == "Pod was rejected: Predicate NodePorts failed: \(place)")
        try await daemon.expectEvents("NodePorts Predicate NodePorts failed: \(place)", of: "bound")
        try await daemon.tearDown()
    }

    @Test func aPortOfTheMachineLeadsToThePodUntilItIsGone() async throws {
        let daemon = try await TestDaemon()
        let (port, local) = (daemon.lot.port(2), daemon.lot.port(3))
        try await daemon.apply(
            Manifests.pod(
                "server", script: "while true; do echo from-pod | nc -l -p 8080; done",
                extra: """
                        ports:
                        - {containerPort: 8080, hostPort: \(port)}
                        - {containerPort: 8080, hostPort: \(local), hostIP: 127.0.0.1}
                    """))
        let server = try await daemon.running("server")
        let host = try #require(server.value(at: "status", "hostIP")?.stringValue)
        func ask(_ address: String, _ port: Int) async throws -> String {
            try await Command.run("busybox", "nc", "-w", "5", address, String(port)).output
        }
        for (address, port) in [(host, port), ("127.0.0.1", port), ("127.0.0.1", local)] {
            _ = try await eventually("an answer from \(address):\(port)") {
                try await ask(address, port) == "from-pod\n" ? true : nil
            }
        }
        #expect(try await ask(host, local) == "")

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
