import Foundation
import JSON
import Testing

/// Bad input gets one clear sentence and leaves nothing behind.
@Suite struct BadInputTests {
    @Test func aPersonIsToldWhatIsWrongAndWhere() async throws {
        let daemon = try await TestDaemon()
        func refused(_ manifest: String, _ expected: String..., line: Int = #line) async throws {
            let result = try await daemon.swiftlet("apply", "-f", "-", input: manifest)
            #expect(result.status != 0, "line \(line)")
            for text in expected {
                #expect(result.error.contains(text), "line \(line): \(result.error)")
            }
            #expect(result.error.split(separator: "\n").count <= 3, "line \(line): \(result.error)")
        }
        try await refused("apiVersion: v1\nkind: Pod\nmetadata:\n  name: [x\n", "line")
        try await refused(
            Manifests.pod("x", script: "true", extra: "    imagePullPolcy: Always"),
            "unknown field", "spec.containers[0].imagePullPolcy")
        try await refused(
            Manifests.pod("x", script: "true", extra: "    ports: 80"), "spec.containers[0].ports")
        try await refused(
            "apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec: {containers: [{name: main}]}",
            "spec.containers[0].image: Required value")
        try await refused(
            "apiVersion: v1\nkind: Pod\nmetadata: {name: X_1}\nspec: {containers: [{name: a, image: b}]}",
            "metadata.name")
        try await refused("apiVersion: v9\nkind: Nope\nmetadata: {name: x}\n", "Nope")
        let missing = try await daemon.swiftlet("apply", "-f", "/nonexistent.yaml")
        #expect(missing.status != 0 && missing.error.contains("/nonexistent.yaml"))

        for (arguments, expected) in [
            (["get", "pod", "nope"], "pods \"nope\" not found"),
            (["logs", "nope"], "pods \"nope\" not found"),
            (["delete", "pod", "nope"], "pods \"nope\" not found"),
            (["get", "widgets"], "the server doesn't have a resource type \"widgets\""),
        ] {
            for client in ["kubectl", daemon.swiftlet] {
                let result = try await Command.run(
                    [client] + arguments, environment: daemon.environment)
                #expect(result.status != 0)
                #expect(result.error.contains(expected), "\(client) \(arguments): \(result.error)")
            }
        }
        let namespace = try await daemon.swiftlet(
            "apply", "-n", "nowhere", "-f", "-", input: Manifests.pod("x", script: "true"))
        #expect(namespace.error.contains("namespaces \"nowhere\" not found"))
        #expect(try await daemon.kubectl("get", "pods", "-A", "-o", "name").output == "")
        try await daemon.tearDown()
    }

    @Test func whatCannotRunSaysWhy() async throws {
        let daemon = try await TestDaemon(flags: [
            "--registry-mirror", "gone.example=http://127.0.0.1:1",
        ])
        func waiting(_ name: String, _ manifest: String, _ reasons: Set<String>) async throws
            -> String
        {
            try await daemon.apply(manifest)
            let pod = try await daemon.pod(name, "waits for one of \(reasons)") {
                $0.container("main")?.value(at: "state", "waiting", "reason")?.stringValue
                    .map(reasons.contains) == true
            }
            return pod.container("main")?.value(at: "state", "waiting", "message")?.stringValue
                ?? ""
        }
        let image = Manifests.pod("noimage", script: "true").replacing(
            "image: busybox", with: "image: nosuchimage")
        #expect(
            try await waiting("noimage", image, ["ErrImagePull", "ImagePullBackOff"])
                .contains("nosuchimage"))
        let registry = Manifests.pod("noregistry", script: "true").replacing(
            "image: busybox", with: "image: gone.example/app:1")
        #expect(
            try await waiting("noregistry", registry, ["ErrImagePull", "ImagePullBackOff"])
                .contains("127.0.0.1:1"))
        let never = Manifests.pod("never", script: "true").replacing(
            "image: busybox", with: "image: absent:1\n    imagePullPolicy: Never")
        _ = try await waiting("never", never, ["ErrImageNeverPull"])
        let invalid = Manifests.pod("invalid", script: "true").replacing(
            "image: busybox", with: "image: \"BAD NAME\"")
        _ = try await waiting("invalid", invalid, ["InvalidImageName"])
        let table = try await daemon.kubectl("get", "pods").output
        #expect(
            table.contains("ErrImageNeverPull") && table.contains("InvalidImageName"), "\(table)")

        try await daemon.apply(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: nocommand}
            spec:
              restartPolicy: Never
              containers: [{name: main, image: busybox, command: [no-such-command]}]
            """)
        let pod = try await daemon.pod("nocommand", "failed") {
            $0.container("main")?.value(at: "state", "terminated") != nil
        }
        let terminated = try #require(pod.container("main")?.value(at: "state", "terminated"))
        #expect(terminated["reason"] == "StartError")
        #expect(terminated["exitCode"] == 128)
        #expect(terminated["message"]?.stringValue?.contains("no-such-command") == true)
        try await daemon.expectEvents("no-such-command")
        try await daemon.tearDown()
    }

    @Test func flagsAreCheckedBeforeAnythingIsMade() async throws {
        let swiftlet = TestDaemon.binaries + "/swiftlet"
        let root = TestRun.path("-never")
        for (flags, expected) in [
            (["--listen", "6443"], "--listen"), (["--pod-cidr", "10.0.0.0"], "--pod-cidr"),
            (["--bridge", "a-name-that-is-too-long"], "--bridge"),
            (["--registry-mirror", "docker.io"], "--registry-mirror"),
            (["--config", "/nonexistent.yaml"], "/nonexistent.yaml"),
            (["--runtime", "/nonexistent/runc"], "/nonexistent/runc"),
        ] {
            let result = try await Command.run(
                [swiftlet, "serve", "--root", root] + flags, timeout: 60)
            #expect(result.status != 0)
            #expect(result.error.contains(expected), "\(flags): \(result.error)")
        }
        let asNobody = try await Command.run(
            "setpriv", "--reuid", "65534", "--clear-groups", swiftlet, "serve", "--root", root)
        #expect(asNobody.status != 0 && asNobody.error.contains("root"), "\(asNobody.error)")
        try? FileManager.default.removeItem(atPath: root)
    }
}
