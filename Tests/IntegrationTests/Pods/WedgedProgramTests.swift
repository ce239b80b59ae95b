import Foundation
import JSON
import Testing

/// Programs and processes of others that never end hold up their own Pod alone, and deleting ends
/// all the same and says what it waits for.
@Suite struct WedgedProgramTests {
    /// A folder of a daemon to come, with its settings in a file and a program in another.
    private func prepare(
        settings: String, program: String, _ script: String
    ) throws -> (root: String, flags: [String]) {
        let root = TestRun.path()
        try FileManager.default.createDirectory(
            atPath: root + "/bin", withIntermediateDirectories: true)
        let (file, path) = (root + "/settings.yaml", "\(root)/bin/\(program)")
        try settings.replacing("ROOT", with: root).write(
            toFile: file, atomically: true, encoding: .utf8)
        try "#!/bin/sh\n\(script.replacing("ROOT", with: root))\n".write(
            toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return (root, ["--config", file])
    }

    private func expectDeletionEnds(
        _ daemon: TestDaemon, _ name: String, telling expected: String
    ) async throws {
        #expect(try await daemon.kubectl("delete", "pod", name, "--wait=false").status == 0)
        _ = try await eventually("what \(name) waits for is told, or it is gone") {
            let text = try await daemon.kubectl("describe", "pod", name)
            return text.status != 0 || text.output.contains("Waiting for") ? true : nil
        }
        _ = try await eventually("\(name) is gone") {
            try await daemon.pod(name) == nil ? true : nil
        }
        try await daemon.expectEvents("Waiting for \(expected)")
    }

    @Test func aRegistryThatTakesConnectionsAndNeverAnswers() async throws {
        let program = """
            import socket
            listener = socket.create_server(("127.0.0.1", 0))
            print(listener.getsockname()[1], flush=True)
            taken = []
            while True: taken.append(listener.accept()); print("taken", flush=True)
            """
        let registry = try Command(["python3", "-c", program])
        let port = try await eventually("it listens") {
            registry.outputSoFar.split(separator: "\n").first
        }
        let daemon = try await TestDaemon()
        try await daemon.apply(
            PullPolicyTests.pod("stuck", image: "127.0.0.1:\(port)/app:1", policy: "Always"))
        _ = try await eventually("it is asked") {
            registry.outputSoFar.contains("taken") ? true : nil
        }
        try await daemon.expectAnotherPodLives()
        let described = try await daemon.kubectl("describe", "pod", "stuck").output
        #expect(described.contains("Pulling image \"127.0.0.1:\(port)/app:1\""), "\(described)")
        #expect(try await daemon.kubectl("delete", "pod", "stuck").status == 0)
        registry.signal(SIGKILL)
        try await daemon.tearDown()
    }

    @Test func aNetworkPluginThatHangs() async throws {
        let (root, flags) = try prepare(
            settings:
                "cniPluginDirs: [ROOT/bin, /usr/lib/cni, /opt/cni/bin]\ncniPluginTimeout: 5s\n",
            program: "bridge",
            """
            case $CNI_ARGS in *K8S_POD_NAME=stuck*)
                echo $CNI_COMMAND >> ROOT/runs
                exec tail -f ROOT/bin/bridge;;
            esac
            [ $CNI_COMMAND = ADD ] || [ ! -e ROOT/hang ] || exec tail -f ROOT/bin/bridge
            for folder in /usr/lib/cni /opt/cni/bin; do
                [ ! -x $folder/bridge ] || exec $folder/bridge
            done
            """)
        let daemon = try await TestDaemon(root: root, flags: flags)
        func runs() -> Int {
            let text = try? String(contentsOfFile: root + "/runs", encoding: .utf8)
            return text?.split(separator: "\n").count { $0 == "ADD" } ?? 0
        }
        try await daemon.apply(Manifests.pod("stuck", script: "sleep 1000"))
        _ = try await eventually("the plugin hangs") { runs() > 0 ? true : nil }
        try await daemon.expectAnotherPodLives()
        _ = try await eventually("it was killed, and that is told") {
            let events = try await daemon.kubectl("get", "events").output
            return events.contains("CNI plugin bridge did not end within 5 s at ADD") ? true : nil
        }
        let before = runs()
        _ = try await eventually("it is tried again") { runs() > before ? true : nil }
        try await expectDeletionEnds(daemon, "stuck", telling: "its sandbox to be made")

        // One that hangs when the Pod goes.
        try await daemon.apply(Manifests.pod("leaving", script: "sleep 1000"))
        _ = try await daemon.running("leaving")
        try "".write(toFile: root + "/hang", atomically: true, encoding: .utf8)
        try await expectDeletionEnds(
            daemon, "leaving", telling: "its containers and its network to be removed")
        try FileManager.default.removeItem(atPath: root + "/hang")
        try await daemon.expectAnotherPodLives()
        let left = try await Command.run("pgrep", "-f", root + "/bin/bridge")
        #expect(left.output == "", "\(left)")
        try await daemon.tearDown()
    }

    @Test func anOCIRuntimeThatNeverEnds() async throws {
        let (root, flags) = try prepare(
            settings: "runtimeHandlers: {wedged: ROOT/bin/runtime}\n", program: "runtime",
            """
            isProbe=$(echo "$*" | grep -c probe-)
            for word; do
                [ "$word" != create ] || [ $isProbe = 1 -a ! -e ROOT/hang ] || exec tail -f ROOT/bin/runtime
            done
            exec runc "$@"
            """)
        let daemon = try await TestDaemon(root: root, flags: flags)
        try await daemon.apply(
            """
            apiVersion: node.k8s.io/v1
            kind: RuntimeClass
            metadata: {name: wedged}
            handler: wedged
            """)
        // When it is tried for the first time.
        try "".write(toFile: root + "/hang", atomically: true, encoding: .utf8)
        try await daemon.apply(
            Manifests.pod("first", script: "sleep 1000", extra: "  runtimeClassName: wedged"))
        _ = try await eventually("that it hangs is told") {
            let events = try await daemon.kubectl("get", "events").output
            return events.contains("it did not make a container within 10 s") ? true : nil
        }
        try await daemon.expectAnotherPodLives()
        #expect(try await daemon.kubectl("delete", "pod", "first").status == 0)
        // With a container of a Pod.
        try FileManager.default.removeItem(atPath: root + "/hang")
        try await daemon.apply(
            Manifests.pod("stuck", script: "sleep 1000", extra: "  runtimeClassName: wedged"))
        let hanging = ["-f", "tail -f \(root)/bin/runtime"]
        _ = try await daemon.pod("stuck", "its sandbox is made") {
            $0.value(at: "status", "podIP") != nil
        }
        _ = try await eventually("the runtime hangs") {
            try await Command.run(["pgrep"] + hanging).output.isEmpty ? nil : true
        }
        try await daemon.expectAnotherPodLives()
        // Another daemon deals with what it finds of it.
        try await daemon.stop(SIGKILL)
        try await daemon.start()
        try await daemon.expectAnotherPodLives()
        #expect(try await daemon.kubectl("delete", "pod", "stuck").status == 0)
        _ = try await eventually("nothing of it is left") {
            try await Command.run(["pgrep"] + hanging).output.isEmpty ? true : nil
        }
        try await daemon.tearDown()
    }

    @Test func aContainerThatSomebodyHasFrozen() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            Manifests.pod(
                "stuck", script: "trap 'exit 0' TERM; sleep 1000 & wait",
                extra: """
                        readinessProbe: {exec: {command: ["true"]}, periodSeconds: 1}
                        lifecycle: {preStop: {exec: {command: ["true"]}}}
                    """, grace: 4))
        let pod = try await daemon.running("stuck")
        let process = try #require(try daemon.processID(of: pod.containerID("main") ?? ""))
        let groups = try Cgroups(of: process)
        let folder = try #require(groups.path("freezer"))
        let freezer = folder + "/freezer.state"
        if FileManager.default.fileExists(atPath: freezer) {
            try "FROZEN".write(toFile: freezer, atomically: false, encoding: .utf8)
        } else {
            try "1".write(toFile: folder + "/cgroup.freeze", atomically: false, encoding: .utf8)
        }
        _ = try await daemon.pod("stuck", "its probe fails") { !$0.isReady }
        try await daemon.expectAnotherPodLives()
        try await expectDeletionEnds(
            daemon, "stuck", telling: "the preStop hook of container main, 4s at most")
        #expect(kill(process, 0) != 0)
        try await daemon.tearDown()
    }
}
