import Foundation
import JSON
import Testing

/// Logs lose and repeat nothing.
@Suite struct LogTests {
    @Test func everyLineOfAFastWriterIsThereAcrossRotations() async throws {
        let configuration = TestRun.path("-config.yaml")
        try "containerLogMaxSize: 1Mi\ncontainerLogMaxFiles: 100\n".write(
            toFile: configuration, atomically: true, encoding: .utf8)
        let daemon = try await TestDaemon(flags: ["--config", configuration])
        try await daemon.apply(
            Manifests.pod(
                "fast", script: "sleep 1; seq 1 400000; sleep 1", restartPolicy: "Never"))
        let follow = try Command(
            [daemon.swiftlet, "logs", "fast", "--follow"], environment: daemon.environment)
        _ = try await daemon.pod("fast", "done") {
            $0.value(at: "status", "phase") == "Succeeded"
        }
        let followed = try await follow.wait(timeout: 90)
        let expected = Array(1...400_000)
        #expect(followed.status == 0, "\(followed.error)")
        #expect(followed.lines.compactMap(Int.init) == expected)
        let read = try await daemon.kubectl("logs", "fast")
        #expect(read.lines.compactMap(Int.init) == expected)
        #expect(
            try await daemon.kubectl("logs", "fast", "--tail", "3").output
                == "399998\n399999\n400000\n")

        // Files get other names meanwhile, for they are being packed.
        let sizes = try await Command.run(
            "find", daemon.root + "/log", "-name", "0.log*", "-printf", "%s\\n"
        ).lines.compactMap { Int($0) }
        #expect(sizes.count > 5 && sizes.allSatisfy { $0 <= 1 << 20 }, "\(sizes)")
        try await daemon.tearDown()
        try FileManager.default.removeItem(atPath: configuration)
    }

    @Test func onlySoManyFilesAreKept() async throws {
        let configuration = TestRun.path("-config.yaml")
        try "containerLogMaxSize: 64Ki\ncontainerLogMaxFiles: 3\n".write(
            toFile: configuration, atomically: true, encoding: .utf8)
        let daemon = try await TestDaemon(flags: ["--config", configuration])
        try await daemon.apply(
            Manifests.pod("few", script: "seq 1 100000", restartPolicy: "Never"))
        _ = try await daemon.pod("few", "done") { $0.value(at: "status", "phase") == "Succeeded" }
        let files = try await Command.run("find", daemon.root + "/log", "-name", "0.log*").lines
        #expect(files.count == 3)
        try await daemon.tearDown()
        try FileManager.default.removeItem(atPath: configuration)
    }

    @Test func rotatedFilesArePackedAndReadAsOneLog() async throws {
        let daemon = try await TestDaemon()
        let manifest = Manifests.pod(
            "packed", script: "seq 1 20000; echo done; exec sleep 1000")
        try await daemon.apply(
            manifest.replacingOccurrences(
                of: "  name: packed\n",
                with: "  name: packed\n  annotations: {swiftlet.io/log-max-size: 64Ki, "
                    + "swiftlet.io/log-max-files: '100'}\n"))
        _ = try await daemon.running("packed")
        let folder = try await eventually("packed files") {
            let found = try await Command.run("find", daemon.root + "/log", "-name", "0.log.*")
            let packed = found.lines.filter { $0.hasSuffix(".gz") }
            return packed.count > 5 && packed.count == found.lines.count - 1 ? found.lines : nil
        }
        #expect(folder.count > 6)
        let expected = (1...20_000).map(String.init) + ["done"]
        #expect(try await daemon.kubectl("logs", "packed").lines == expected)
        #expect(
            try await daemon.kubectl("logs", "packed", "--tail", "9000").lines
                == expected.suffix(9000))
        let follow = try Command(
            [daemon.swiftlet, "logs", "packed", "--follow"], environment: daemon.environment)
        _ = try await eventually("all of it is followed") {
            follow.outputSoFar.hasSuffix("done\n") ? true : nil
        }
        // What is read when the Pod goes is read to its end, also by one who has not begun.
        _ = try await daemon.kubectl("delete", "pod", "packed", "--now")
        #expect(try await follow.wait(timeout: 90).lines == expected)
        let refused = try await daemon.kubectl(
            "run", "x", "--image=busybox", "--annotations=swiftlet.io/log-max-size=1")
        #expect(
            refused.error.contains(
                "metadata.annotations[swiftlet.io/log-max-size]: Invalid value: \"1\": "
                    + "must be a size of 16Ki or more, for example 10Mi"))
        try await daemon.tearDown()
    }

    @Test func logsOfSeveralContainersAndOfPodsToComeAreOne() async throws {
        let daemon = try await TestDaemon()
        let follow = try Command(
            [
                daemon.swiftlet, "logs", "-l", "app=many", "--all-containers", "-f", "--prefix",
                "--grep", "^(one|two)",
            ], environment: daemon.environment)
        for name in ["first", "second"] {
            let manifest = Manifests.pod(
                name,
                containers: [
                    ("a", "echo one; echo three; exec sleep 1000"),
                    ("b", "echo two >&2; exec sleep 1000"),
                ])
            try await daemon.apply(
                manifest.replacingOccurrences(
                    of: "  name: \(name)\n", with: "  name: \(name)\n  labels: {app: many}\n"))
        }
        let expected = ["first", "second"].flatMap {
            ["[pod/\($0)/a] one", "[pod/\($0)/b] two"]
        }
        _ = try await eventually("all lines") {
            Set(follow.outputSoFar.split(separator: "\n").map(String.init)) == Set(expected)
                ? true : nil
        }
        follow.signal(SIGTERM)
        let errors = try await daemon.swiftlet(
            "logs", "first", "pod/second", "-c", "b", "--stream", "stdout")
        #expect(errors.status == 0 && errors.output == "")
        try await daemon.tearDown()
    }

    @Test func filesAreCopiedBothWaysWithoutTar() async throws {
        let daemon = try await TestDaemon()
        let folder = daemon.root + "/files"
        try await daemon.apply(
            Manifests.pod(
                "files", script: "rm /bin/tar; mkdir /data; echo in > /data/in; exec sleep 1000"))
        _ = try await daemon.running("files")
        _ = try await Command.run(
            "sh", "-c",
            "mkdir -p \(folder)/t/sub; echo a > \(folder)/t/a; chmod 751 \(folder)/t/a; "
                + "ln -s ../a \(folder)/t/sub/l; ln \(folder)/t/a \(folder)/t/b; "
                + "head -c 3000000 /dev/urandom > \(folder)/t/sub/big")
        let up = try await daemon.swiftlet("cp", folder + "/t", "files:/data")
        #expect(up.status == 0, "\(up.error)")
        let down = try await daemon.swiftlet("cp", "default/files:/data", folder + "/back")
        #expect(down.status == 0, "\(down) \(daemon.command.errorSoFar.suffix(2000))")
        let difference = try await Command.run(
            "sh", "-c",
            "diff -r --no-dereference \(folder)/t \(folder)/back/t; cat \(folder)/back/in; "
                + "stat -c '%a %h' \(folder)/back/t/a")
        #expect(difference.output == "in\n751 2\n")
        let missing = try await daemon.swiftlet("cp", "files:/nope", folder + "/x")
        #expect(missing.error.contains("/nope: No such file or directory"))
        try await daemon.tearDown()
    }

    @Test func followingBeginsBeforeTheContainerAndEndsWithThePod() async throws {
        let daemon = try await TestDaemon()
        let manifest = Manifests.pod(
            "later",
            script: "echo begun; trap 'echo over; exit 0' TERM; while :; do sleep 0.1; done",
            grace: 20)
        let first = """
              initContainers:
              - name: first
                image: busybox
                command: [sh, -c, 'until [ -e /tmp/go ]; do sleep 0.1; done']
              containers:

            """
        try await daemon.apply(manifest.replacingOccurrences(of: "  containers:\n", with: first))
        _ = try await daemon.pod("later", "in its init container") {
            $0.value(at: "status", "initContainerStatuses")?.arrayValue?.first?
                .value(at: "state", "running") != nil
        }
        let followers = try [["kubectl"], [daemon.swiftlet]].map {
            try Command($0 + ["logs", "later", "-f"], environment: daemon.environment)
        }
        // Their requests are on their way before there is anything to read.
        try await Task.sleep(for: .milliseconds(300))
        _ = try await daemon.kubectl("exec", "later", "-c", "first", "--", "touch", "/tmp/go")
        for follower in followers {
            _ = try await eventually("the log begins") { follower.hasOutput ? true : nil }
        }
        _ = try await daemon.kubectl("delete", "pod", "later")
        for follower in followers {
            let result = try await follower.wait(timeout: 90)
            #expect(result.status == 0 && result.output == "begun\nover\n", "\(result)")
        }
        try await daemon.tearDown()
    }

    @Test func longLinesOfTwoOutputsAtOnceStayWhole() async throws {
        let daemon = try await TestDaemon()
        let line = "head -c 40000 /dev/zero | tr '\\0'"
        try await daemon.apply(
            Manifests.pod(
                "long",
                script: "for i in $(seq 30); do \(line) a; echo; done & "
                    + "for i in $(seq 30); do \(line) b; echo; done >&2 & wait; exec sleep 1000"))
        let lines = try await eventually("all lines") {
            let lines = try await daemon.kubectl("logs", "long").lines
            return lines.count == 60 ? lines : nil
        }
        let whole = ["a", "b"].map { String(repeating: $0, count: 40_000) }
        #expect(Set(lines) == Set(whole))
        #expect(lines.count { $0 == whole[0] } == 30)
        let followed = try await Command.run(
            [
                "sh", "-c", "timeout 30 \(daemon.swiftlet) logs long -f --tail 60 | head -n 60",
            ], environment: daemon.environment)
        #expect(followed.lines.count == 60 && Set(followed.lines) == Set(whole))
        try await daemon.tearDown()
    }

    @Test func soManyLogsAreFollowedAtOnce() async throws {
        let daemon = try await TestDaemon()
        let manifest = Manifests.pod(
            "two", containers: [("a", "echo a; sleep 1000"), ("b", "echo b; sleep 1000")])
        try await daemon.apply(
            manifest.replacingOccurrences(
                of: "  name: two\n", with: "  name: two\n  labels: {app: two}\n"))
        _ = try await daemon.running("two")
        for client in ["kubectl", daemon.swiftlet] {
            let flags = ["logs", "-l", "app=two", "--all-containers", "--max-log-requests"]
            let refused = try await Command.run(
                [client] + flags + ["1", "-f"], environment: daemon.environment)
            #expect(
                refused.status == 1
                    && refused.error.contains(
                        "you are attempting to follow 2 log streams, but maximum allowed "
                            + "concurrency is 1, use --max-log-requests to increase the limit"),
                "\(client): \(refused)")
            let follow = try Command(
                [client] + flags + ["2", "-f"], environment: daemon.environment)
            _ = try await eventually("both are followed") {
                Set(follow.outputSoFar.split(separator: "\n")) == ["a", "b"] ? true : nil
            }
            follow.signal(SIGTERM)
        }
        try await daemon.tearDown()
    }

    @Test func logsOfTheContainerBeforeAreKept() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            Manifests.pod("again", script: "echo life $(cat /proc/uptime); sleep 1; exit 1"))
        _ = try await daemon.pod("again", "restarted") { ($0.restartCount("main") ?? 0) >= 1 }
        let previous = try await daemon.kubectl("logs", "again", "--previous")
        #expect(previous.output.hasPrefix("life "), "\(previous.error)")
        try await daemon.tearDown()
    }
}
