import Foundation
import Testing

/// `swiftlet exec`, `attach` and `port-forward`.
@Suite struct SwiftletStreamsTests {
    private static let manifest = """
        apiVersion: v1
        kind: Pod
        metadata:
          name: web
        spec:
          terminationGracePeriodSeconds: 1
          containers:
          - name: main
            image: busybox
            command: ["sh", "-c", "mkdir /www; echo hello > /www/file; exec httpd -f -p 8080 -h /www"]
          - name: echo
            image: busybox
            stdin: true
            command: ["sh", "-c", "while read line; do echo got $line; done"]
        """

    @Test func commandsRunAndPortsAreReached() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(Self.manifest)
        _ = try await daemon.running("web")
        func shell(_ command: String) async throws -> CommandResult {
            try await Command.run(
                ["sh", "-c", command.replacingOccurrences(of: "swiftlet", with: daemon.swiftlet)],
                environment: daemon.environment)
        }

        let ended = try await daemon.swiftlet(
            "exec", "web", "-c", "main", "--", "sh", "-c", "echo out; echo err >&2; exit 7")
        #expect(ended.status == 7)
        #expect(ended.output == "out\n")
        #expect(ended.error == "err\ncommand terminated with exit code 7\n")
        let none = try await daemon.swiftlet("exec", "pod/web", "-q", "--", "no-such-program")
        #expect(none.status != 0)
        #expect(none.error.contains("no-such-program"), "\(none.error)")
        // Whoever waits for the input is told as well.
        for verb in ["exec", "attach"] {
            let refused = try await shell(
                "echo in | swiftlet \(verb) -i web -c nope \(verb == "exec" ? "-- cat" : "")")
            #expect(
                refused.status == 1
                    && refused.error.contains("container nope is not valid for pod web"),
                "\(refused)")
        }
        let input = try await shell(
            "head -c 3000000 /dev/zero | swiftlet exec -i web -c main -- sh -c 'wc -c; echo end'")
        #expect(input.output == "3000000\nend\n", "\(input.error)")
        let output = try await shell(
            "swiftlet exec web -c main -- head -c 3000000 /dev/zero | wc -c")
        #expect(output.output == "3000000\n")
        let terminal = try await shell(
            "script -qec \"stty cols 91 rows 33; swiftlet exec -it web -c main -- sh -c 'tty; until stty size | grep 33; do sleep 0.1; done'\" "
                + "/dev/null </dev/null")
        #expect(terminal.output.contains("/dev/pts/"), "\(terminal.output) \(terminal.error)")
        #expect(terminal.output.contains("33 91"), "\(terminal.output)")

        let used = try await daemon.swiftlet("top", "pod", "web", "--containers")
        let shown = try await daemon.kubectl("top", "pod", "web", "--containers")
        #expect(used.lines.first == shown.lines.first, "\(used.error)")
        #expect(
            used.lines.dropFirst().map { $0.split(separator: " ").prefix(2) } == [
                ["web", "echo"], ["web", "main"],
            ])
        let node = try await daemon.swiftlet("top", "node", "--no-headers")
        #expect(node.output.contains("%"), "\(node.error)")

        let attach = try Command(
            [
                "sh", "-c",
                "(echo one; echo two; sleep 60) | \(daemon.swiftlet) attach web -c echo -i",
            ],
            environment: daemon.environment)
        _ = try await eventually("the container answers") {
            attach.outputSoFar == "got one\ngot two\n" ? true : nil
        }
        attach.signal(SIGKILL)

        let forward = try Command(
            [daemon.swiftlet, "port-forward", "web", ":8080", ":8081", "--address", "127.0.0.1"],
            environment: daemon.environment)
        let ports = try await eventually("ports are forwarded") {
            let lines = forward.outputSoFar.split(separator: "\n").filter {
                $0.hasPrefix("Forwarding from 127.0.0.1:")
            }
            return lines.count == 2
                ? lines.map { $0.dropFirst(26).prefix { $0.isNumber } } : nil
        }
        for _ in 0..<3 {
            let page = try await shell("busybox wget -qO- http://127.0.0.1:\(ports[0])/file")
            #expect(page.output == "hello\n", "\(page.error)")
        }
        _ = try await shell("busybox wget -qO- http://127.0.0.1:\(ports[1])/")
        _ = try await eventually("the refusal is told") {
            forward.errorSoFar.contains("an error occurred forwarding to port 8081") ? true : nil
        }
        _ = try await daemon.kubectl("delete", "pod", "web", "--now")
        let over = try await forward.wait(timeout: 60)
        #expect(over.error.contains("lost connection to pod"))
        try await daemon.tearDown()
    }

    /// It outlives a daemon that starts anew, and not one that is gone.
    @Test func forwardingNoticesThatTheDaemonIsGone() async throws {
        let daemon = try await TestDaemon()
        try await daemon.apply(
            Manifests.pod("web", script: "mkdir /www; exec httpd -f -p 8080 -h /www"))
        _ = try await daemon.running("web")
        let forward = try Command(
            [daemon.swiftlet, "port-forward", "web", ":8080", "--address", "127.0.0.1"],
            environment: daemon.environment)
        _ = try await eventually("the port is forwarded") { forward.hasOutput ? true : nil }
        try await daemon.stop(SIGKILL)
        let over = try await forward.wait(timeout: 40)
        #expect(over.status == 1)
        #expect(over.error == "error: lost connection to pod\n")
        try await daemon.start()
        try await daemon.tearDown()
    }
}
