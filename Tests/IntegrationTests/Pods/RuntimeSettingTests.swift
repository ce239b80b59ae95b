import Foundation
import JSON
import Testing

/// Settings of the daemon that say what Pods may have.
@Suite struct RuntimeSettingTests {
    @Test func unsafeSettingsAndRuntimesAreThoseThatAreAllowed() async throws {
        let runc = try await Command.run("sh", "-c", "command -v runc").output
        let daemon = try await TestDaemon(flags: [
            "--allowed-unsafe-sysctls", "kernel.msg*,net.core.somaxconn",
            "--runtime-handler", "mine=\(runc.dropLast())",
        ])
        func pod(_ name: String, _ sysctl: String) -> String {
            Manifests.pod(
                name, script: "cat /proc/sys/kernel/msgmax; sleep 3600",
                extra: """
                      runtimeClassName: mine
                      securityContext: {sysctls: [{name: \(sysctl), value: "8000"}]}
                    """)
        }
        try await daemon.apply(
            """
            apiVersion: node.k8s.io/v1
            kind: RuntimeClass
            metadata: {name: mine}
            handler: mine
            """)
        try await daemon.apply(pod("allowed", "kernel.msgmax"))
        try await daemon.apply(pod("forbidden", "net.ipv4.tcp_max_syn_backlog"))
        let running = try await daemon.running("allowed")
        #expect(try await daemon.log("allowed") == "8000\n")
        let id = try #require(running.containerID("main"))
        let state = "\(daemon.root)/run/oci/\(id)/state.json"
        #expect(FileManager.default.fileExists(atPath: state), "runc has made it")
        let refused = try await daemon.pod("forbidden", "refused") {
            $0.value(at: "status", "reason") == "SysctlForbidden"
        }
        #expect(
            refused.value(at: "status", "message")?.stringValue?.contains(
                "\"net.ipv4.tcp_max_syn_backlog\" not allowlisted") == true)
        _ = try await daemon.kubectl("delete", "pod", "--all")
        try await daemon.tearDown()
    }

    /// The daemon takes all that it may; what it runs has what the daemon was started with.
    @Test func theDaemonMayHaveMoreFilesOpenThanItsContainers() async throws {
        let daemon = try await TestDaemon(launcher: ["prlimit", "--nofile=700:900"])
        let limit = "ulimit -Sn; ulimit -Hn"
        try await daemon.apply(Manifests.pod("files", script: limit + "; exec sleep 3600"))
        _ = try await daemon.running("files")
        #expect(try await daemon.log("files") == "700\n900\n")
        let command = try await daemon.kubectl("exec", "files", "--", "sh", "-c", limit)
        #expect(command.output == "700\n900\n", "\(command)")
        let own = try String(
            contentsOfFile: "/proc/\(daemon.command.processID)/limits", encoding: .utf8)
        let line = own.split(separator: "\n").first { $0.hasPrefix("Max open files") }
        #expect(line?.split(separator: " ").dropFirst(3).prefix(2) == ["900", "900"], "\(own)")
        try await daemon.tearDown()
    }

    @Test func theNodeSaysThatItLives() async throws {
        let daemon = try await TestDaemon()
        let lease = try await eventually("there is a Lease") { () -> JSONValue? in
            let found = try await daemon.kubectl(
                "get", "leases", "-n", "kube-node-lease", "-o", "json")
            return try JSONValue(parsing: found.output)["items"]?.arrayValue?.first
        }
        let renewed = try #require(lease.value(at: "spec", "renewTime")?.stringValue)
        let node = try #require(lease.value(at: "metadata", "name")?.stringValue)
        _ = try await eventually("it is renewed") {
            let now = try await daemon.kubectl(
                "get", "lease", node, "-n", "kube-node-lease", "-o",
                "jsonpath={.spec.renewTime}")
            return now.output != renewed ? true : nil
        }
        for client in ["kubectl", daemon.swiftlet] {
            let text = try await Command.run(
                [client, "describe", "node", node], environment: daemon.environment)
            #expect(text.output.contains("HolderIdentity:"), "\(text)")
            #expect(!text.output.contains("Failed to get lease"))
        }
        // Whoever removes the Node gets a new one, with a Lease.
        _ = try await daemon.kubectl("delete", "node", node)
        _ = try await eventually("both are there again") {
            let found = try await daemon.kubectl("get", "node", node)
            let lease = try await daemon.kubectl("get", "lease", node, "-n", "kube-node-lease")
            return found.status == 0 && lease.status == 0 ? true : nil
        }
        try await daemon.tearDown()
    }
}
